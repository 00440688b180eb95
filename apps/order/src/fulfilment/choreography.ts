import { assertNever, money } from '@waybill/kernel';
import type { Order } from '../orders/domain/order.js';
import type { Fact, Input } from './fulfilment.js';

/**
 * What an order that nobody leads makes of what the services say by themselves. Their topics have no order among each other, so each
 * success implies those before it. Only payment can say how a cancellation ends: with what it gave back.
 */
export function follow(order: Order, input: Input, at: Date): void {
  switch (input.type) {
    case 'succeeded':
      return succeed(order, input.fact, at);
    case 'refused':
    case 'lost':
      return order.reject(input.why, at);
    case 'undone':
      return undone(order, input, at);
    case 'undo-refused':
      return order.refuseCancellation(input.why, at);
    case 'placed':
    case 'cancel':
    case 'waits':
    case 'overdue':
    case 'retry':
    case 'change-lines':
    case 'changed':
    case 'change-refused':
    case 'give-back':
    case 'gave-back':
    case 'refund-refused':
      return;
    default:
      assertNever(input);
  }
}

/** What payment gave back ends a cancellation; of a rejected order it was taken before payment heard of that. */
function undone(order: Order, { step, refund }: Extract<Input, { type: 'undone' }>, at: Date): void {
  if (step !== 'authorize' && step !== 'capture') return;
  order.cancelled(refund ?? money(0, order.state.total.currency), at);
  if (refund) order.refunded(refund, at);
}

function succeed(order: Order, fact: Fact, at: Date): void {
  switch (fact.step) {
    case 'reserve':
      return order.stockReserved(at, fact.lines);
    case 'authorize':
      order.stockReserved(at);
      return order.paymentAuthorized(fact.paymentId, at);
    case 'book':
      return order.shipmentBooked(fact.shipment, at);
    case 'capture':
      order.stockReserved(at);
      order.paymentAuthorized(fact.paymentId, at);
      return order.paymentCaptured(fact.paymentId, at);
    default:
      assertNever(fact);
  }
}
