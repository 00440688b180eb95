import { DomainError } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { Booking } from '../../carrier/carrier.js';
import { askToDispatch } from '../carrier-requests.js';
import { dispatch } from '../domain/shipment.js';
import { type ShipmentRow, shipments } from '../shipment.rows.js';
import { recordDeparture } from './record-journey.js';

/** Decides under the row's lock that the parcel leaves, and then asks the carrier until it does. */
export async function dispatchShipment(tx: Tx, orderId: string): Promise<ShipmentRow> {
  const known = await tx.load(shipments, { orderId });
  if (!known) throw new DomainError('NOT_FOUND', `order ${orderId} has no shipment`);
  const dispatching = dispatch(known, tx.at);
  if (dispatching === known) return known;
  tx.save(shipments, dispatching);
  askToDispatch(tx, dispatching);
  return dispatching;
}

/** The time has come. What was cancelled meanwhile, or left by hand, is left alone. */
export async function dispatchWhenDue(tx: Tx, orderId: string): Promise<void> {
  const known = await tx.load(shipments, { orderId });
  if (known?.status === 'booked') await dispatchShipment(tx, orderId);
}

export async function recordDispatch(tx: Tx, orderId: string, booking: Booking): Promise<void> {
  const known = await tx.load(shipments, { orderId });
  if (known) recordDeparture(tx, known, booking);
}
