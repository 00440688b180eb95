import type { DomainEvent } from '@waybill/kernel';
import { domainEvents, onDomainEvent } from '@waybill/unit-of-work';

export interface CustomerData {
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
}

export type CustomerRegistered = DomainEvent<'customer.registered', CustomerData>;
export type CustomerUpdated = DomainEvent<'customer.updated', CustomerData>;
export type CustomerErased = DomainEvent<'customer.erased', { readonly orderIds: readonly string[] }>;

/** Domain events of a customer. A customer is stored as a row, so its events are dispatched to handlers and not stored. */
export type CustomerEvent = CustomerRegistered | CustomerUpdated | CustomerErased;

export const customerEvents = domainEvents<CustomerEvent>('customer');
export const OnDomainEvent = onDomainEvent(customerEvents);
