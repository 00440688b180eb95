import { domainEvents, onDomainEvent } from '@waybill/unit-of-work';
import type { OrderState } from './domain/order-state.js';
import type { OrderEvent } from './domain/order.events.js';
import { Order } from './domain/order.js';
import { orderUpcasters } from './domain/order.upcasters.js';
import type { Contact } from './order-summary.js';

/** The saved order that handlers receive: its state after all events of the command. */
export interface SavedOrder {
  readonly state: OrderState;
  /** Absent when the customer was erased, or in a draft without an address. */
  readonly contact: Contact | undefined;
}

export const orderEvents = domainEvents<OrderEvent, SavedOrder>(Order.type, orderUpcasters);

/** Declares a class as a handler of the orders' domain events; see docs/reactions.md. */
export const OnDomainEvent = onDomainEvent(orderEvents);
