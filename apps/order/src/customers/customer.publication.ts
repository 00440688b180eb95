import { customerErased, customerRegistered, customerUpdated } from '@waybill/contracts';
import { assertNever } from '@waybill/kernel';
import type { Reaction } from '@waybill/unit-of-work';
import { type CustomerEvent, OnDomainEvent } from './customer.events.js';

/** Publishes each event of a customer as an integration event. Notification sends a welcome mail to new customers. */
@OnDomainEvent('*')
export class PublishCustomerEvents {
  handle({ type, data }: CustomerEvent, { tx, aggregate: { id: customerId } }: Reaction): void {
    switch (type) {
      case 'customer.registered':
        tx.publish(customerRegistered, customerId, { customerId, ...data });
        return;
      case 'customer.updated':
        tx.publish(customerUpdated, customerId, { customerId, ...data });
        return;
      case 'customer.erased':
        tx.publish(customerErased, customerId, { customerId });
        return;
      default:
        assertNever(type);
    }
  }
}
