import type { Tx } from '@waybill/unit-of-work';
import type { Booking } from '../../carrier/carrier.js';
import { type AboutParcel, askToDispatch } from '../carrier-requests.js';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { dispatch } from '../domain/shipment.js';
import { type ShipmentRow, loadParcels, shipments } from '../shipment.rows.js';
import { recordDeparture } from './record-journey.js';

/** Decides under the lock of the order's shipments that this one is dispatched, then retries the request until it succeeds. */
export function dispatchShipment(tx: Tx, known: ShipmentRow): ShipmentRow {
  const dispatching = dispatch(known, tx.at);
  if (dispatching === known) return known;
  tx.save(shipments, dispatching);
  askToDispatch(tx, dispatching);
  return dispatching;
}

/** Schedules the dispatch of a labelled parcel after the confirmation. */
export function dispatchLater(tx: Tx, known: ShipmentRow, { after }: DispatchPolicy): void {
  const { orderId, confirmedAt, parcel } = known;
  if (after === 'manual') return;
  const dueAt = new Date((confirmedAt ?? tx.at).getTime() + after);
  tx.effect({ kind: 'shipment.dispatch-due', key: orderId, payload: { orderId, parcel }, dueAt });
}

/** The dispatch is due. Shipments that were cancelled or dispatched by hand meanwhile are skipped. */
export async function dispatchWhenDue(tx: Tx, about: AboutParcel): Promise<void> {
  const known = await loadParcel(tx, about);
  if (known?.status === 'labelled') dispatchShipment(tx, known);
}

export async function recordDispatch(tx: Tx, about: AboutParcel, booking: Booking): Promise<void> {
  const known = await loadParcel(tx, about);
  if (known) recordDeparture(tx, known, { dispatchedAt: booking.dispatchedAt, booked: booking });
}

export async function loadParcel(
  tx: Tx,
  { orderId, parcel: number = 1 }: AboutParcel,
): Promise<ShipmentRow | undefined> {
  return (await loadParcels(tx, orderId)).find(({ parcel }) => parcel === number);
}
