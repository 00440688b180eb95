import type { Ids } from '@waybill/kernel';
import { type DomainEventHandler, Reactions } from '@waybill/unit-of-work';
import { UpdateOrderSummary } from './order-summary.handler.js';
import { PublishOrderEvents } from './order.publication.js';

/** The handlers of the orders' events as the service has them, and these after them. */
export function orderReactions(ids: Ids, ...more: readonly DomainEventHandler[]): Reactions {
  const reactions = new Reactions(ids);
  for (const handler of [new PublishOrderEvents(), new UpdateOrderSummary(), ...more]) reactions.add(handler);
  return reactions;
}
