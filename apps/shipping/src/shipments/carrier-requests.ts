import type { Tx } from '@waybill/unit-of-work';
import type { BookingRequest } from '../carrier/carrier.js';
import { pauseBeforeLook } from './domain/shipment.js';
import type { ShipmentRow } from './shipment.rows.js';

export interface BookRequested {
  readonly orderId: string;
  readonly request: BookingRequest;
}

/** Without `bookingId` the booking is still in flight, and `request` finds out what becomes of it. */
export interface CancelRequested extends BookRequested {
  readonly bookingId: string | null;
}

export interface DispatchRequested {
  readonly orderId: string;
  readonly bookingId: string;
}

export interface TrackRequested extends DispatchRequested {
  /** Counts from 1. */
  readonly looks: number;
}

export function askToBook(tx: Tx, row: ShipmentRow): void {
  const { orderId } = row;
  const payload: BookRequested = { orderId, request: requestOf(row) };
  tx.effect({ kind: 'carrier.book', key: orderId, payload });
}

export function askToCancel(tx: Tx, row: ShipmentRow): void {
  const { orderId, bookingId } = row;
  const payload: CancelRequested = { orderId, bookingId, request: requestOf(row) };
  tx.effect({ kind: 'carrier.cancel', key: orderId, payload });
}

export function askToDispatch(tx: Tx, { orderId, bookingId }: ShipmentRow): void {
  const payload: DispatchRequested = { orderId, bookingId: bookingId! };
  tx.effect({ kind: 'carrier.dispatch', key: orderId, payload });
}

export function askToTrack(tx: Tx, { orderId, bookingId }: ShipmentRow, looks: number): void {
  const payload: TrackRequested = { orderId, bookingId: bookingId!, looks };
  const dueAt = new Date(tx.at.getTime() + pauseBeforeLook(looks));
  tx.effect({ kind: 'carrier.track', key: orderId, payload, dueAt });
}

function requestOf({ orderId, shipmentId, address, lines }: ShipmentRow): BookingRequest {
  return { key: shipmentId!, reference: orderId, address: address!, lines };
}
