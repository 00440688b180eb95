import { systemTimers } from '@waybill/kernel';
import { type Publisher, ReplicationRelay } from '@waybill/outbox';
import { catalogEvents } from './catalog-events.js';

/** Reads the changes of `products` from its slot (setup.sql) and publishes them as catalog events. */
export function productsRelay(
  url: string,
  publisher: Publisher,
  onError: (error: unknown) => void,
  slot = `${new URL(url).pathname.slice(1)}_products`,
): ReplicationRelay {
  return new ReplicationRelay({
    url,
    slot,
    publisher,
    onError,
    timers: systemTimers,
    random: Math.random,
    source: { publication: 'products', messagesOf: catalogEvents },
  });
}
