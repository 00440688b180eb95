import { DomainError, commonErrors } from '@waybill/kernel';
import type { Principal } from '@waybill/platform';
import type { Order } from '../domain/order.js';

/**
 * The input of a command to store with its events: the request and the caller, without the name and mail address of the token. The request
 * must refer to personal data by the id of its row.
 */
export function keptInput<Request extends object>(
  { subject, admin }: Principal,
  request: Request,
): Request & { readonly by: Pick<Principal, 'subject' | 'admin'> } {
  return { ...request, by: { subject, admin } };
}

/** In which role the caller acts on the order. Throws NOT_FOUND for another customer's order. */
export function actorOf({ id, state }: Order, { subject, admin }: Principal): 'customer' | 'admin' {
  if (state.customerId === subject) return 'customer';
  if (admin) return 'admin';
  throw new DomainError(commonErrors.NOT_FOUND, `There is no order ${id}.`);
}
