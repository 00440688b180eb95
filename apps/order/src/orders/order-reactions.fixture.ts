import type { Ids } from '@waybill/kernel';
import { type DomainEventHandler, Reactions } from '@waybill/unit-of-work';
import { UpdateOrderSummary } from './order-summary.handler.js';
import { PublishOrderEvents } from './order.publication.js';

/** The service's handlers of order events, followed by these. */
export function orderReactions(ids: Ids, ...more: readonly DomainEventHandler[]): Reactions {
  const reactions = new Reactions(ids);
  for (const handler of [new PublishOrderEvents(), new UpdateOrderSummary(), ...more]) reactions.add(handler);
  return reactions;
}
