import type { OrderId, ShipmentId } from '@waybill/contracts/ids';
import type { Tx } from '@waybill/unit-of-work';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { isPreparing } from '../domain/parcels.js';
import { label, pack } from '../domain/shipment.js';
import { answerWhenPrepared } from '../carrier-requests.js';
import { publish } from '../shipment.publication.js';
import { dispatchLater } from './dispatch-shipment.js';
import { type ShipmentRow, changeParcels, loadParcels } from '../shipment.rows.js';

interface About {
  readonly orderId: OrderId;
  readonly shipmentId: ShipmentId;
}

/** Packs a picked parcel. A parcel that is being cancelled is skipped, here and below. */
export async function packShipment(tx: Tx, about: About): Promise<void> {
  const { parcels, changed: packed } = await change(tx, about, pack);
  if (packed) return publish(tx, packed, { type: 'packed' });
  // Nothing more happens to a shipment without units, and the other shipments may have been waiting for it.
  if (isPreparing(parcels)) answerWhenPrepared(tx, parcels);
}

/** Labels a packed parcel, and schedules its dispatch. */
export async function labelShipment(tx: Tx, about: About, policy: DispatchPolicy): Promise<void> {
  const { parcels, changed: labelled } = await change(tx, about, label);
  if (!labelled) return;
  publish(tx, labelled, { type: 'labelled' });
  if (labelled.confirmedAt) return dispatchLater(tx, labelled, policy);
  if (isPreparing(parcels)) answerWhenPrepared(tx, parcels);
}

/** The parcel after this step, and all parcels of its order. */
async function change(
  tx: Tx,
  { orderId, shipmentId }: About,
  advance: (parcel: ShipmentRow, at: Date) => ShipmentRow,
): Promise<{ parcels: readonly ShipmentRow[]; changed: ShipmentRow | undefined }> {
  const known = await loadParcels(tx, orderId);
  const parcels = changeParcels(tx, known, (parcel) =>
    parcel.shipmentId === shipmentId ? advance(parcel, tx.at) : parcel,
  );
  return { parcels, changed: parcels.find((parcel) => !known.includes(parcel)) };
}
