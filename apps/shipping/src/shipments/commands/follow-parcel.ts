import type { OrderId } from '@waybill/contracts/ids';
import type { Tx } from '@waybill/unit-of-work';
import type { Booking } from '../../carrier/carrier.js';
import { type TrackRequested, askToTrack } from '../carrier-requests.js';
import { loadParcels } from '../shipment.rows.js';
import { loadParcel } from './dispatch-shipment.js';
import { recordArrival, recordDeparture } from './record-journey.js';

/** Records the tracking status, and polls again with growing delays until the shipment is delivered. */
export async function followParcel(
  tx: Tx,
  { looks, ...about }: Omit<TrackRequested, 'bookingId'>,
  booking: Booking,
): Promise<void> {
  const known = await loadParcel(tx, about);
  if (known?.status !== 'shipped') return;
  if (booking.status === 'delivered') recordArrival(tx, known, booking.deliveredAt ?? tx.at);
  else askToTrack(tx, known, looks + 1);
}

export interface CarrierEvent {
  readonly type: 'dispatched' | 'delivered';
  readonly bookingId: string;
  readonly at: Date;
}

/** Records a webhook of the carrier. Webhooks can be late, duplicated and out of order: a delivered shipment was also dispatched. */
export async function hearFromCarrier(tx: Tx, orderId: OrderId, event: CarrierEvent): Promise<void> {
  const parcels = await loadParcels(tx, orderId);
  const known = parcels.find(({ bookingId }) => bookingId === event.bookingId);
  if (!known) return;
  const shipped = recordDeparture(tx, known, { dispatchedAt: event.at });
  if (event.type === 'delivered' && shipped.status === 'shipped') recordArrival(tx, shipped, event.at);
}
