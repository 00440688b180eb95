import type { Tx } from '@waybill/unit-of-work';
import { askToCancel } from '../carrier-requests.js';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { type Found, mayBePicked, pick } from '../domain/shipment.js';
import { publish } from '../shipment.publication.js';
import { type ShipmentRow, shipments } from '../shipment.rows.js';

/** Records a pick. Missing units are published for inventory and the order. */
export function pickShipment(tx: Tx, known: ShipmentRow, found: Found): ShipmentRow {
  const { shipment: picked, missing } = pick(known, found, tx.at);
  if (picked === known) return known;
  tx.save(shipments, picked);
  publish(tx, picked, { type: 'picked', missing });
  if (picked.status === 'cancelling') askToCancel(tx, picked, 'quietly');
  return picked;
}

/** In automatic mode all units count as found. */
export function pickBySelf(tx: Tx, parcels: readonly ShipmentRow[], { picking }: DispatchPolicy): void {
  if (picking === 'manual') return;
  for (const parcel of parcels) if (mayBePicked(parcel)) pickShipment(tx, parcel, 'everything');
}
