import type { OrderId } from '@waybill/contracts/ids';
import { present } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { BookingRequest } from '../carrier/carrier.js';
import { bookedShipment, plannedShipment } from './domain/booked-shipment.js';
import { pauseBeforeLook } from './domain/tracking.js';
import { preparationOf } from './domain/parcels.js';
import type { ShipmentRow } from './shipment.rows.js';

/** Number of the shipment. Requests of older releases have none and mean the first. */
export interface AboutParcel {
  readonly orderId: OrderId;
  readonly parcel?: number;
}

export interface BookRequested extends AboutParcel {
  readonly request: BookingRequest;
}

/** Without `bookingId` the booking is still in flight; `request` finds out how it ended. */
export interface CancelRequested extends BookRequested {
  readonly bookingId: string | null;
  /** Not requested by a command, so there is no reply. */
  readonly quiet?: boolean;
}

export interface DispatchRequested extends AboutParcel {
  readonly bookingId: string;
}

export interface TrackRequested extends DispatchRequested {
  /** Counts from 1. */
  readonly looks: number;
}

export function askToBook(tx: Tx, row: ShipmentRow): void {
  const { orderId, parcel } = row;
  const payload: BookRequested = { orderId, parcel, request: requestOf(row) };
  tx.effect({ kind: 'carrier.book', key: orderId, payload });
}

export function askToCancel(tx: Tx, row: ShipmentRow, manner?: 'quietly'): void {
  const { orderId, parcel, bookingId } = row;
  const quiet = manner === 'quietly';
  const payload: CancelRequested = { orderId, parcel, bookingId, request: requestOf(row), quiet };
  tx.effect({ kind: 'carrier.cancel', key: orderId, payload });
}

export function askToDispatch(tx: Tx, row: ShipmentRow): void {
  const { orderId, parcel, bookingId } = bookedShipment(row);
  const payload: DispatchRequested = { orderId, parcel, bookingId };
  tx.effect({ kind: 'carrier.dispatch', key: orderId, payload });
}

export function askToTrack(tx: Tx, row: ShipmentRow, looks: number): void {
  const { orderId, parcel, bookingId } = bookedShipment(row);
  const payload: TrackRequested = { orderId, parcel, bookingId, looks };
  const dueAt = new Date(tx.at.getTime() + pauseBeforeLook(looks));
  tx.effect({ kind: 'carrier.track', key: orderId, payload, dueAt });
}

/**
 * Replies to the command to prepare when no shipment is in progress any more. No call is needed, but the effect keeps the context of the
 * command.
 */
export function answerWhenPrepared(tx: Tx, parcels: readonly ShipmentRow[]): void {
  const asking = parcels.find(({ asked }) => asked);
  if (!asking?.asked || preparationOf(parcels) === 'open') return;
  const { orderId, asked: context } = asking;
  tx.effect({ kind: 'shipment.prepared', key: orderId, payload: { orderId }, context });
}

function requestOf(row: ShipmentRow): BookingRequest {
  const { orderId, parcel, shipmentId, bookings, carrier, address, lines } = plannedShipment(row);
  const key = bookings === 1 ? shipmentId : `${shipmentId}/${bookings}`;
  const reference = parcel === 1 ? orderId : `${orderId}/${parcel}`;
  const destination = present(address, `the address of shipment ${shipmentId}`);
  return { key, reference, carrier: carrier ?? undefined, address: destination, lines };
}
