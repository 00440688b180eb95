import type { Upcast } from '@waybill/kernel';
import type { RefundSubject } from '../orders/domain/refunds.js';
import type { FollowUp } from './domain/follow-ups.js';
import type { Fulfilment } from './domain/state.js';

/** The state of the first release. It had no mode (the steps showed it), and the refund id showed the reason of a refund. */
interface FulfilmentV1 extends Omit<Fulfilment, 'mode' | 'followUps'> {
  readonly giveBacks?: Readonly<Record<string, Omit<FollowUp, 'about'>>>;
}

/** Each function upgrades a stored state by one version. */
export const fulfilmentUpcasters: readonly Upcast[] = [
  ({ giveBacks, ...state }: FulfilmentV1): Fulfilment => {
    // In choreographed mode the saga sent no step, and began with the first refund.
    const isIdle = Object.values(state.steps).every((mark) => mark === 'idle');
    const followUps = Object.entries(giveBacks ?? {}).map(
      ([id, followUp]) => [id, { ...followUp, about: subjectOfId(id) }] as const,
    );
    return {
      mode: isIdle ? 'choreographed' : 'orchestrated',
      ...state,
      ...(followUps.length > 0 && { followUps: Object.fromEntries(followUps) }),
    };
  },
];

function subjectOfId(id: string): RefundSubject {
  const [, shipmentId] = /:short:(.+)$/.exec(id) ?? [];
  if (shipmentId !== undefined) return { reason: 'short-pick', subject: shipmentId };
  const [, orderId] = /^(.+):cancellation$/.exec(id) ?? [];
  return orderId === undefined
    ? { reason: 'return', subject: id }
    : { reason: 'cancellation', subject: orderId };
}
