import type { shippingShipped } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { depart, departReleased, heldIn } from '../domain/reservation.js';
import { MAIN_WAREHOUSE, adjust, commit } from '../domain/stock.js';
import { publish } from '../reservation.publication.js';
import { type ReservationRow, reservations } from '../stock.rows.js';
import { minus, move } from './move.js';
import { Shelves } from './shelves.js';

/** Commits the units that a shipment has taken from its warehouse. */
export async function commitStock(tx: Tx, data: DataOf<typeof shippingShipped>): Promise<void> {
  const { orderId, shipmentId, warehouse = MAIN_WAREHOUSE } = data;
  const known = await tx.load(reservations, { orderId });
  if (known?.status === 'released') return takeReleased(tx, known, data);
  if (known?.status !== 'reserved') return;
  const held = heldIn(known, warehouse);
  if (held.length === 0) return;
  const shelves = await Shelves.of(tx, held);
  shelves.change(commit, held);
  for (const line of held) move(tx, 'shipped', shipmentId, minus(line));
  tx.save(reservations, { ...depart(known, warehouse), expiresAt: null, updatedAt: tx.at });
  await shelves.close();
  publish(tx, orderId, { type: 'departed', lines: held });
}

/** The shipment left although its reservation was released: takes available units, or fails for an operator if there are too few. */
async function takeReleased(
  tx: Tx,
  known: ReservationRow,
  data: DataOf<typeof shippingShipped>,
): Promise<void> {
  const { orderId, shipmentId, warehouse, lines } = data;
  const gone = lines.map((line) => minus({ ...line, warehouse }));
  const shelves = await Shelves.of(tx, gone);
  shelves.change(adjust, gone);
  for (const line of gone) move(tx, 'shipped', shipmentId, line);
  tx.save(reservations, { ...departReleased(known, warehouse), updatedAt: tx.at });
  await shelves.close();
  publish(tx, orderId, { type: 'departed', lines });
}
