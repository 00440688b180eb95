import type { RecordedEvent } from '@waybill/event-store';
import { type OrderState, evolve, initialOrder } from '../orders/domain/order-state.js';
import type { OrderEvent } from '../orders/domain/order.events.js';

/** What views remember of an order: its state, folded by the aggregate's own rules, and where and when it was placed. */
export interface OrderMemo {
  readonly tenant: string;
  /** Absent while it is a draft. */
  readonly placedAt?: string;
  readonly state: OrderState;
}

export function rememberOrder(memo: OrderMemo | undefined, event: RecordedEvent): OrderMemo {
  const state = evolve(memo?.state ?? initialOrder, event as unknown as OrderEvent);
  const placed = event.type === 'order.placed' && { placedAt: event.at.toISOString() };
  return { ...(memo ?? { tenant: event.metadata.tenant }), ...placed, state };
}
