import type { inventoryReservationFailed } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Refusal } from '../orders/domain/lines.js';

/** Refusals for replies of services that contain no code and detail themselves. */

export function outOfStock({ shortages }: DataOf<typeof inventoryReservationFailed>): Refusal {
  const missing = shortages.map(({ sku, available }) => `${sku} (${available} left)`).join(', ');
  return { code: 'OUT_OF_STOCK', detail: `not enough in stock: ${missing}` };
}

export const RESERVATION_EXPIRED: Refusal = {
  code: 'RESERVATION_EXPIRED',
  detail: 'the units were reserved for as long as they could be',
};

/** The reservation or authorization was undone in the meantime; the service replies with `released` or `voided`. */
export const NOTHING_HELD: Refusal = {
  code: 'NOTHING_HELD',
  detail: 'nothing is held for the order any more',
};
