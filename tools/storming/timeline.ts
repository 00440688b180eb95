import { type Contract, PHASES } from '@waybill/contracts';

export interface TimelinePhase {
  readonly title: string;
  readonly events: readonly Contract[];
}

/** The events of each phase, ordered by the `after` of their stories, and with the same `after` in the order of the contracts. */
export function timeline(contracts: readonly Contract[]): TimelinePhase[] {
  return Object.entries(PHASES).map(([phase, title]) => {
    const own = contracts.filter(({ story }) => story?.phase === phase);
    const following = (after: string | undefined): Contract[] =>
      own.filter(({ story }) => story?.after === after).flatMap((event) => [event, ...following(event.type)]);
    return { title, events: following(undefined) };
  });
}
