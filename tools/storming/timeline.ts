import { type Contract, PHASES } from '@waybill/contracts';

export interface TimelinePhase {
  readonly title: string;
  readonly events: readonly Contract[];
}

/** The events of each phase in the order that their stories say; those with the same place in the order of the contracts. */
export function timeline(contracts: readonly Contract[]): TimelinePhase[] {
  return Object.entries(PHASES).map(([phase, title]) => {
    const own = contracts.filter(({ story }) => story?.phase === phase);
    const following = (after: string | undefined): Contract[] =>
      own.filter(({ story }) => story?.after === after).flatMap((event) => [event, ...following(event.type)]);
    return { title, events: following(undefined) };
  });
}
