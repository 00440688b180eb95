import type { OrderId, ShipmentId } from '@waybill/contracts/ids';
import type { Tx } from '@waybill/unit-of-work';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { isPreparing } from '../domain/parcels.js';
import { isEmptied, label, pack } from '../domain/shipment.js';
import { answerWhenPrepared } from '../carrier-requests.js';
import { publish } from '../shipment.publication.js';
import { dispatchLater } from './dispatch-shipment.js';
import { type ShipmentRow, loadParcels, shipments } from '../shipment.rows.js';

/** What is picked is packed and gets the carrier's label. Another status does not change. */
export function packAndLabel(tx: Tx, known: ShipmentRow): ShipmentRow {
  const packed = pack(known, tx.at);
  if (packed !== known) publish(tx, packed, { type: 'packed' });
  const labelled = label(packed, tx.at);
  if (labelled !== packed) publish(tx, labelled, { type: 'labelled' });
  return labelled;
}

/** A shipment with a label leaves when it is due. Before the confirmation, the last one answers the command to prepare. */
export function continueOrder(
  tx: Tx,
  parcels: readonly ShipmentRow[],
  prepared: ShipmentRow,
  policy: DispatchPolicy,
): void {
  if (prepared.status === 'labelled' && prepared.confirmedAt) return dispatchLater(tx, prepared, policy);
  // Nothing more happens to a shipment without units, and the other shipments may have been waiting for it.
  if (isPreparing(parcels)) answerWhenPrepared(tx, parcels);
}

interface About {
  readonly orderId: OrderId;
  readonly shipmentId: ShipmentId;
}

/** Continues a shipment that an earlier release picked or packed in a handler run of its own. */
export async function continueShipment(
  tx: Tx,
  { orderId, shipmentId }: About,
  policy: DispatchPolicy,
): Promise<void> {
  const parcels = await loadParcels(tx, orderId);
  const known = parcels.find((parcel) => parcel.shipmentId === shipmentId);
  if (!known) return;
  const labelled = packAndLabel(tx, known);
  if (labelled !== known) tx.save(shipments, labelled);
  else if (!isEmptied(known)) return;
  continueOrder(
    tx,
    parcels.map((parcel) => (parcel === known ? labelled : parcel)),
    labelled,
    policy,
  );
}
