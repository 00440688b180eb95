import type { SyncReaction } from '@waybill/unit-of-work';
import type { OrderEvent } from './domain/order.events.js';
import { OnDomainEvent, type SavedOrder } from './on-domain-event.js';
import { orderSummaries, project } from './order-summary.js';

/** Updates the order's row in `order_summaries` with each event. The repository has loaded the row already. */
@OnDomainEvent('*')
export class UpdateOrderSummary {
  async handle(
    event: OrderEvent,
    { tx, aggregate: { id, version }, saved: { state } }: SyncReaction<SavedOrder>,
  ): Promise<void> {
    // A new order has no row, so do not query for it.
    const before = version === 1 ? undefined : await tx.load(orderSummaries, { id });
    const { tenant } = tx.context;
    tx.save(orderSummaries, project(before, { id, tenant, state, version }, [event]));
  }
}
