import type { Tx } from '@waybill/unit-of-work';
import { askToCancel } from '../carrier-requests.js';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { type Found, mayBePicked, pick } from '../domain/shipment.js';
import { publish } from '../shipment.publication.js';
import { type ShipmentRow, shipments } from '../shipment.rows.js';

/** Somebody was at the shelf. What was missing will not come: the stock and the order hear of it. */
export function pickShipment(tx: Tx, known: ShipmentRow, found: Found): ShipmentRow {
  const { shipment: picked, missing } = pick(known, found, tx.at);
  if (picked === known) return known;
  tx.save(shipments, picked);
  publish(tx, picked, { type: 'picked', missing });
  if (picked.status === 'cancelling') askToCancel(tx, picked, 'quietly');
  return picked;
}

/** Where nobody says what is on the shelf, everything is. */
export function pickBySelf(tx: Tx, parcels: readonly ShipmentRow[], { picking }: DispatchPolicy): void {
  if (picking === 'manual') return;
  for (const parcel of parcels) if (mayBePicked(parcel)) pickShipment(tx, parcel, 'everything');
}
