import { DomainError, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Order } from '../domain/order.js';

/**
 * The input of a command as it is stored with its events: the request and who made it, without the name or mail address of the token.
 * Name personal data by the id of its row.
 */
export function keptInput<Request extends object>(
  { subject, admin }: Principal,
  request: Request,
): Request & { readonly by: Pick<Principal, 'subject' | 'admin'> } {
  return { ...request, by: { subject, admin } };
}

/** As whom the caller acts on the order. Another customer's does not exist: throws NOT_FOUND. */
export function actorOf({ id, state }: Order, { subject, admin }: Principal): 'customer' | 'admin' {
  if (state.customerId === subject) return 'customer';
  if (admin) return 'admin';
  throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${id}.`);
}
