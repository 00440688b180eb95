import type { Tx } from '@waybill/unit-of-work';
import { askToCancel } from '../carrier-requests.js';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { type Found, mayBePicked, pick } from '../domain/shipment.js';
import { publish } from '../shipment.publication.js';
import { type ShipmentRow, shipments } from '../shipment.rows.js';
import { continueOrder, packAndLabel } from './pack-shipment.js';

/**
 * Records a pick, and packs and labels what it found: no one waits in between. Missing units are published for inventory and the
 * order. Returns all shipments of the order.
 */
export function pickShipment(
  tx: Tx,
  parcels: readonly ShipmentRow[],
  known: ShipmentRow,
  found: Found,
  policy: DispatchPolicy,
): readonly ShipmentRow[] {
  const { shipment: picked, missing } = pick(known, found, tx.at);
  if (picked === known) return parcels;
  publish(tx, picked, { type: 'picked', missing });
  const labelled = packAndLabel(tx, picked);
  tx.save(shipments, labelled);
  if (labelled.status === 'cancelling') askToCancel(tx, labelled, 'quietly');
  const after = parcels.map((parcel) => (parcel === known ? labelled : parcel));
  continueOrder(tx, after, labelled, policy);
  return after;
}

/** In automatic mode all units count as found. */
export function pickBySelf(tx: Tx, parcels: readonly ShipmentRow[], policy: DispatchPolicy): void {
  if (policy.picking === 'manual') return;
  parcels
    .filter(mayBePicked)
    .reduce((all, parcel) => pickShipment(tx, all, parcel, 'everything', policy), parcels);
}
