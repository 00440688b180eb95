import { DomainError, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Order } from '../domain/order.js';

/** As whom the caller acts on the order. Another customer's does not exist: throws NOT_FOUND. */
export function actorOf({ id, state }: Order, { subject, admin }: Principal): 'customer' | 'admin' {
  if (state.customerId === subject) return 'customer';
  if (admin) return 'admin';
  throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${id}.`);
}
