import type { CustomerId, OrderId, PaymentId } from '@waybill/contracts/ids';
import { isPlaced } from '../orders/domain/order-state.js';
import type { Placed } from '../orders/domain/order-state.js';
import type { Order } from '../orders/domain/order.js';
import { stockedLines } from '../orders/domain/shipments.js';
import { type Contact, ERASED } from '../orders/order-summary.js';

/** What the saga decides about: an order and its contact, unless that was erased. */
export interface Subject {
  readonly order: Order;
  readonly contact: Contact | undefined;
}

export function orderOf({ order }: Subject): { orderId: OrderId } {
  return { orderId: order.id };
}

export function customerOf({ order }: Subject): { orderId: OrderId; customerId: CustomerId } {
  return { orderId: order.id, customerId: order.state.customerId };
}

/** The state of an order before its confirmation. Throws for other orders: no step has a command for them. */
export function placedOf({ order }: Subject): Placed {
  if (!isPlaced(order.state)) throw new Error(`order ${order.id} is ${order.state.status}, not placed`);
  return order.state;
}

/** The data that shipping needs: customer, address, and units by warehouse. */
export function bookingOf(subject: Subject) {
  const { lines, reserved } = placedOf(subject);
  const { address } = subject.contact ?? ERASED;
  return { ...customerOf(subject), address, lines: stockedLines(lines, reserved) };
}

export function hasPaymentId(fact: unknown): fact is { readonly paymentId: PaymentId } {
  return typeof fact === 'object' && fact !== null && 'paymentId' in fact;
}
