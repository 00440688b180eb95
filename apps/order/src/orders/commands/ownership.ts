import { DomainError, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Order } from '../domain/order.js';

/** What is kept of a caller: never the name or the mail address of the token. */
export function keptCaller({ subject, admin }: Principal): Pick<Principal, 'subject' | 'admin'> {
  return { subject, admin };
}

/** As whom the caller acts on the order. Another customer's does not exist: throws NOT_FOUND. */
export function actorOf({ id, state }: Order, { subject, admin }: Principal): 'customer' | 'admin' {
  if (state.customerId === subject) return 'customer';
  if (admin) return 'admin';
  throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${id}.`);
}
