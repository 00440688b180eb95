import type { shippingShipped } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { commit } from '../domain/stock.js';
import { reservations } from '../stock.rows.js';
import { changeLines } from './change-lines.js';
import { move } from './move.js';
import { answer } from './reserve-stock.js';

/** The parcel is on its way: what was reserved has left the house. */
export async function commitStock(
  tx: Tx,
  { orderId, shipmentId }: DataOf<typeof shippingShipped>,
): Promise<void> {
  const known = await tx.load(reservations, { orderId });
  if (known?.status !== 'reserved') return;
  await changeLines(tx, known.lines, commit);
  for (const { sku, quantity } of known.lines) move(tx, 'shipped', shipmentId, sku, -quantity);
  const committed = { ...known, status: 'committed' as const, updatedAt: tx.at };
  tx.save(reservations, committed);
  answer(tx, committed);
}
