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
        for (const orderIds of chunksOf(data.orderIds))
          tx.publish(customerErased, customerId, { customerId, orderIds });
        return;
      default:
        assertNever(type);
    }
  }
}

/** A message must stay well below the size that a broker accepts. */
const ORDERS_PER_MESSAGE = 2_000;

/** At least one chunk. */
function chunksOf(orderIds: readonly string[]): string[][] {
  const count = Math.max(1, Math.ceil(orderIds.length / ORDERS_PER_MESSAGE));
  return Array.from({ length: count }, (_, index) =>
    orderIds.slice(index * ORDERS_PER_MESSAGE, (index + 1) * ORDERS_PER_MESSAGE),
  );
}
