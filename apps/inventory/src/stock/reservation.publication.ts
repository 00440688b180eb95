import {
  inventoryBackordered,
  inventoryCommitted,
  inventoryPickConfirmed,
  inventoryReleased,
  inventoryReservationFailed,
  inventoryReserved,
  inventoryRestocked,
} from '@waybill/contracts';
import type { OrderId, Quantity, Sku } from '@waybill/contracts/ids';
import { type DataOf, assertNever } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { Shortage } from './domain/allocation.js';
import type { Line, PlacedLine } from './domain/stock.js';
import type { ReservationRow } from './stock.rows.js';

/** Publishes the state of the reservation, or the refusal if its last change was refused. */
export function answer(tx: Tx, row: ReservationRow): void {
  const { orderId, status, lines, missing, shortages, departed } = row;
  switch (status) {
    case 'reserved':
      if (shortages.length > 0) return refuse(tx, orderId, shortages);
      tx.publish(inventoryReserved, orderId, { orderId, lines: [...lines], ...modeOf(row) });
      return;
    case 'waiting':
      tx.publish(inventoryBackordered, orderId, { orderId, lines: goods(missing) });
      return;
    case 'failed':
      return refuse(tx, orderId, shortages);
    case 'released':
      tx.publish(inventoryReleased, orderId, { orderId, lines: goods(lines) });
      return;
    case 'committed':
      tx.publish(inventoryCommitted, orderId, { orderId, lines: goods([...departed, ...lines]) });
      return;
    default:
      assertNever(status);
  }
}

/** Omitted if unknown: rows of older releases have no mode. */
function modeOf({ choreographed }: ReservationRow): { choreographed?: boolean } {
  return choreographed === null ? {} : { choreographed };
}

export function refuse(tx: Tx, orderId: OrderId, shortages: readonly Shortage[]): void {
  tx.publish(inventoryReservationFailed, orderId, { orderId, shortages: [...shortages] });
}

/** Events of a reservation that no command requested. */
export type ReservationEvent =
  | { readonly type: 'expired' | 'departed'; readonly lines: readonly Line[] }
  | { readonly type: 'pick-confirmed'; readonly lines: readonly PlacedLine[] }
  | ({ readonly type: 'restocked' } & Pick<DataOf<typeof inventoryRestocked>, 'returnId' | 'lines'>);

export function publish(tx: Tx, orderId: OrderId, event: ReservationEvent): void {
  switch (event.type) {
    case 'expired':
      tx.publish(inventoryReleased, orderId, { orderId, lines: goods(event.lines), reason: 'EXPIRED' });
      return;
    case 'departed':
      tx.publish(inventoryCommitted, orderId, { orderId, lines: goods(event.lines) });
      return;
    case 'pick-confirmed':
      tx.publish(inventoryPickConfirmed, orderId, { orderId, lines: [...event.lines] });
      return;
    case 'restocked': {
      const { returnId, lines } = event;
      tx.publish(inventoryRestocked, orderId, { orderId, returnId, lines });
      return;
    }
    default:
      assertNever(event);
  }
}

/** Units by SKU, in all warehouses. */
function goods(lines: readonly Line[]): Line[] {
  const sums = new Map<Sku, Quantity>();
  for (const { sku, quantity } of lines) sums.set(sku, (sums.get(sku) ?? 0) + quantity);
  return [...sums].map(([sku, quantity]) => ({ sku, quantity }));
}
