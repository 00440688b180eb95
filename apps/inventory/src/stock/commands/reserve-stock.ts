import {
  inventoryCommitted,
  inventoryReleased,
  inventoryReservationFailed,
  inventoryReserve,
  inventoryReserved,
} from '@waybill/contracts';
import { type DataOf, assertNever } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { reserve, shortagesOf } from '../domain/stock.js';
import { type ReservationRow, reservations, stock } from '../stock.rows.js';

/** Reserves every line or none. An order that asks again is told what became of its first request. */
export async function reserveStock(
  tx: Tx,
  { orderId, lines }: DataOf<typeof inventoryReserve>,
): Promise<void> {
  const { tenant } = tx.context;
  const [known, ...rows] = await Promise.all([
    tx.load(reservations, { orderId }),
    ...lines.map(({ sku }) => tx.load(stock, { tenant, sku })),
  ]);
  if (known) return answer(tx, known);

  const stockOf = new Map(rows.flatMap((row) => (row ? [[row.sku, row]] : [])));
  const shortages = shortagesOf(lines, (sku) => stockOf.get(sku));
  const status = shortages.length === 0 ? 'reserved' : 'failed';
  if (status === 'reserved') {
    for (const { sku, quantity } of lines) tx.save(stock, reserve(stockOf.get(sku)!, quantity));
  }
  const reservation: ReservationRow = { orderId, tenant, status, lines, shortages, updatedAt: tx.at };
  tx.save(reservations, reservation);
  answer(tx, reservation);
}

/** Says what the reservation is. */
export function answer(tx: Tx, { orderId, status, lines, shortages }: ReservationRow): void {
  const held = { orderId, lines: [...lines] };
  switch (status) {
    case 'reserved':
      tx.publish(inventoryReserved, orderId, held);
      return;
    case 'failed':
      tx.publish(inventoryReservationFailed, orderId, { orderId, shortages: [...shortages] });
      return;
    case 'released':
      tx.publish(inventoryReleased, orderId, held);
      return;
    case 'committed':
      tx.publish(inventoryCommitted, orderId, held);
      return;
    default:
      assertNever(status);
  }
}
