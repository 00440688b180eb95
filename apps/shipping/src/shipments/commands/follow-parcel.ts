import type { Tx } from '@waybill/unit-of-work';
import type { Booking } from '../../carrier/carrier.js';
import { askToTrack } from '../carrier-requests.js';
import { shipments } from '../shipment.rows.js';
import { recordArrival, recordDeparture } from './record-journey.js';

/** The carrier said where the parcel is; until it is delivered it is asked again, less and less often. */
export async function followParcel(
  tx: Tx,
  { orderId, looks }: { readonly orderId: string; readonly looks: number },
  booking: Booking,
): Promise<void> {
  const known = await tx.load(shipments, { orderId });
  if (known?.status !== 'shipped') return;
  if (booking.status === 'delivered') recordArrival(tx, known, booking.deliveredAt ?? tx.at);
  else askToTrack(tx, known, looks + 1);
}

export interface CarrierEvent {
  readonly type: 'dispatched' | 'delivered';
  readonly bookingId: string;
  readonly at: Date;
}

/** The carrier told by itself. Its words come late, twice and out of order: a parcel that has arrived has also left. */
export async function hearFromCarrier(tx: Tx, orderId: string, event: CarrierEvent): Promise<void> {
  const known = await tx.load(shipments, { orderId });
  const { bookingId, carrier, trackingNumber, eta } = known ?? {};
  if (!known || !bookingId || bookingId !== event.bookingId) return;
  const booked = { bookingId, carrier: carrier ?? '', trackingNumber: trackingNumber ?? '', eta: eta ?? '' };
  const shipped = recordDeparture(tx, known, { ...booked, dispatchedAt: event.at });
  if (event.type === 'delivered' && shipped.status === 'shipped') recordArrival(tx, shipped, event.at);
}
