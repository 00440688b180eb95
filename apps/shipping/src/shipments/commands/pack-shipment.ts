import type { Tx } from '@waybill/unit-of-work';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { label, pack } from '../domain/shipment.js';
import { publish } from '../shipment.publication.js';
import { type ShipmentRow, loadParcels, shipments } from '../shipment.rows.js';

interface About {
  readonly orderId: string;
  readonly shipmentId: string;
}

/** What is picked is packed. A parcel that is being cancelled meanwhile is left alone, here and below. */
export async function packShipment(tx: Tx, about: About): Promise<void> {
  const known = await find(tx, about);
  const packed = known && pack(known, tx.at);
  if (!packed || packed === known) return;
  tx.save(shipments, packed);
  publish(tx, packed, { type: 'packed' });
}

/** What is packed gets the carrier's label, and leaves when the time has come. */
export async function labelShipment(tx: Tx, about: About, { after }: DispatchPolicy): Promise<void> {
  const known = await find(tx, about);
  const labelled = known && label(known, tx.at);
  if (!labelled || labelled === known) return;
  tx.save(shipments, labelled);
  publish(tx, labelled, { type: 'labelled' });
  const { orderId, confirmedAt, parcel } = labelled;
  if (after === 'manual') return;
  const dueAt = new Date((confirmedAt ?? tx.at).getTime() + after);
  tx.effect({ kind: 'shipment.dispatch-due', key: orderId, payload: { orderId, parcel }, dueAt });
}

async function find(tx: Tx, { orderId, shipmentId }: About): Promise<ShipmentRow | undefined> {
  return (await loadParcels(tx, orderId)).find((parcel) => parcel.shipmentId === shipmentId);
}
