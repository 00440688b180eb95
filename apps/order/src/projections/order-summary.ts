import type { InlineView } from '@waybill/event-store';
import { fold, present } from '@waybill/kernel';
import { evolve } from '../orders/domain/evolve.js';
import type { OrderEvent } from '../orders/domain/order.events.js';
import { Order } from '../orders/domain/order.js';
import { type OrderSummary, orderSummaries, project } from '../orders/order-summary.js';

/** Computes a row of `order_summaries` from all events of the order. Must give the same row as the updates event by event. */
export const orderSummary: InlineView<OrderSummary> = {
  name: 'order-summary',
  view: orderSummaries,
  streams: Order.type,
  fold(recorded) {
    const events = recorded as unknown as OrderEvent[];
    const { streamId: id, metadata } = present(recorded[0], 'the first event');
    const state = fold(evolve, events);
    return project(undefined, { id, tenant: metadata.tenant, state, version: events.length }, events);
  },
};
