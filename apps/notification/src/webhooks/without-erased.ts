import { messageTypes } from '@waybill/contracts';
import type { Tx } from '@waybill/unit-of-work';
import { type ErasedCustomerRow, erasedCustomers } from '../notifications/notification.rows.js';
import type { WebhookEvent } from './webhook.rows.js';

type Event = Pick<WebhookEvent, 'type' | 'timestamp' | 'data'>;

/** The customer of an order event. */
export function customerOf({ data }: Event): string {
  return (data as { readonly customerId: string }).customerId;
}

/** The event as it would be published after the erasure of its customer: without name, addresses and words of the customer. */
export function redacted<E extends Event>(event: E): E {
  const { type, data } = event;
  return { ...event, data: messageTypes.get(type)?.withoutPersonalData?.(data) ?? {} };
}

/** The event itself; redacted if its customer was erased after it was published. */
export function withoutErased<E extends Event>(event: E, erased: ErasedCustomerRow | undefined): E {
  return erased && new Date(event.timestamp) <= erased.erasedAt ? redacted(event) : event;
}

export function loadErased(tx: Tx, event: Event): Promise<ErasedCustomerRow | undefined> {
  return tx.load(erasedCustomers, { tenant: tx.context.tenant, id: customerOf(event) });
}
