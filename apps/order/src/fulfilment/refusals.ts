import type { inventoryReservationFailed } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Refusal } from '../orders/domain/lines.js';

/** Why a step did not succeed where the answer of the service does not say it in our words. */

export function outOfStock({ shortages }: DataOf<typeof inventoryReservationFailed>): Refusal {
  const missing = shortages.map(({ sku, available }) => `${sku} (${available} left)`).join(', ');
  return { code: 'OUT_OF_STOCK', detail: `not enough in stock: ${missing}` };
}

export const RESERVATION_EXPIRED: Refusal = {
  code: 'RESERVATION_EXPIRED',
  detail: 'the units were reserved for as long as they could be',
};

/** Released or voided meanwhile. The service that did it says so itself, as an answer to the step. */
export const NOTHING_HELD: Refusal = {
  code: 'NOTHING_HELD',
  detail: 'nothing is held for the order any more',
};
