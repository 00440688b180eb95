import type { SyncReaction } from '@waybill/unit-of-work';
import type { OrderEvent } from './domain/order.events.js';
import { OnDomainEvent, type SavedOrder } from './on-domain-event.js';
import { orderSummaries, project } from './order-summary.js';

/** Adds each event of an order to its row of `order_summaries`, which the repository has read. */
@OnDomainEvent('*')
export class UpdateOrderSummary {
  async handle(
    event: OrderEvent,
    { tx, aggregate: { id, version }, saved: { state } }: SyncReaction<SavedOrder>,
  ): Promise<void> {
    // A new order has no row: looking for it would be a round trip for nothing.
    const before = version === 1 ? undefined : await tx.load(orderSummaries, { id });
    const { tenant } = tx.context;
    tx.save(orderSummaries, project(before, { id, tenant, state, version }, [event]));
  }
}
