import type { RecordedEvent } from '@waybill/event-store';
import { type OrderState, evolve, initialOrder } from '../orders/domain/order-state.js';
import type { OrderEvent } from '../orders/domain/order.events.js';

/** What a view remembers of an order: where and when it was placed, and those parts of its state that the view's rows are made of. */
export interface OrderMemo<Part extends keyof OrderState> {
  readonly tenant: string;
  /** Absent while it is a draft. */
  readonly placedAt?: string;
  readonly state: Pick<OrderState, Part>;
}

/** The order behind an event, folded by the aggregate's own rules: whole in what the event says, else as far as it is remembered. */
export function orderAfter(
  memo: OrderMemo<never> | undefined,
  event: RecordedEvent,
): OrderMemo<keyof OrderState> {
  const state = evolve({ ...initialOrder, ...memo?.state }, event as unknown as OrderEvent);
  const placed = event.type === 'order.placed' && { placedAt: event.at.toISOString() };
  return { ...(memo ?? { tenant: event.metadata.tenant }), ...placed, state };
}

/** Remembers these parts and nothing else. Most events change none of them, and then nothing is written. */
export function remembering<Part extends keyof OrderState>(...parts: readonly Part[]) {
  return (memo: OrderMemo<Part> | undefined, event: RecordedEvent): OrderMemo<Part> => {
    const { state, ...after } = orderAfter(memo, event);
    const same = parts.every((part) => memo?.state[part] === state[part]);
    if (memo && same && memo.placedAt === after.placedAt) return memo;
    return {
      ...after,
      state: Object.fromEntries(parts.map((part) => [part, state[part]])) as Pick<OrderState, Part>,
    };
  };
}
