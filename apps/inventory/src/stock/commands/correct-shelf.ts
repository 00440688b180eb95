import type { shippingShorted } from '@waybill/contracts';
import type { ShipmentId } from '@waybill/contracts/ids';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { placed } from '../domain/allocation.js';
import { heldIn, without } from '../domain/reservation.js';
import { MAIN_WAREHOUSE, type PlacedLine, adjust, available, commit, placeIn } from '../domain/stock.js';
import { publish } from '../stock.publication.js';
import { reservations } from '../stock.rows.js';
import { minus, move } from './move.js';
import { Shelves } from './shelves.js';

/** A pick found too few units: corrects the stock and the reservation of the order. */
export async function correctShelf(tx: Tx, data: DataOf<typeof shippingShorted>): Promise<void> {
  const { orderId, shipmentId, warehouse } = data;
  const known = await tx.load(reservations, { orderId });
  const shelves = await Shelves.of(tx, data.missing);
  const missing = data.missing.map(({ sku, quantity }) => placed(sku, quantity, warehouse));
  if (known && heldIn(known, warehouse).length > 0) {
    shelves.change(commit, missing);
    tx.save(reservations, { ...without(known, missing), updatedAt: tx.at });
    enter(tx, shelves, shipmentId, missing);
  } else {
    const free = missing.flatMap((line) => freeOf(shelves, line));
    shelves.change(adjust, free.map(minus));
    enter(tx, shelves, shipmentId, free);
  }
  await shelves.close();
}

/** Releases the reservation of these units. Units that other orders have reserved meanwhile are left to the next count. */
function freeOf(shelves: Shelves, line: PlacedLine): PlacedLine[] {
  const { warehouse = MAIN_WAREHOUSE } = line;
  const quantity = Math.min(line.quantity, available(placeIn(shelves.row(line.sku), warehouse)));
  return quantity > 0 ? [{ ...line, quantity }] : [];
}

function enter(tx: Tx, shelves: Shelves, shipmentId: ShipmentId, lines: readonly PlacedLine[]): void {
  for (const line of lines) {
    const { sku, quantity } = line;
    move(tx, 'adjusted', shipmentId, minus(line));
    publish(tx, shelves.row(sku), { type: 'adjusted', delta: -quantity, reason: 'SHORT_PICK' });
  }
}
