import type { shippingCancel } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { BookingAnswer } from '../../carrier/carrier.js';
import { answerCancellation } from '../shipment.publication.js';
import { type CancelRequested, askToBook, askToCancel } from '../carrier-requests.js';
import { cancellationOf } from '../domain/parcels.js';
import { bookAgain, cancel, requestCancellation, tombstone } from '../domain/shipment.js';
import { type ShipmentRow, changeParcels, loadParcels, shipments } from '../shipment.rows.js';
import { recordDeparture } from './record-journey.js';

/** `choreographed`: not sent by a saga. */
type Cancellation = DataOf<typeof shippingCancel> & { readonly choreographed?: boolean };

/** Cancels unless a dispatch has started. If it arrives before the booking, it leaves a tombstone, so that the late booking is refused. */
export async function cancelShipment(
  tx: Tx,
  { orderId, choreographed = false }: Cancellation,
): Promise<void> {
  const known = await loadParcels(tx, orderId);
  if (known.length === 0) return bury(tx, orderId, choreographed);
  if (cancellationOf(known) !== 'open') return answerCancellation(tx, orderId, known);
  changeParcels(tx, known, (parcel) => {
    const cancelling = requestCancellation(parcel, tx.at);
    // An empty shipment is already cancelled, but no command was waiting for the reply then.
    const unheard = parcel.status === 'cancelling' && parcel.lines.length === 0;
    if (cancelling !== parcel || unheard) askToCancel(tx, cancelling);
    return cancelling;
  });
}

function bury(tx: Tx, orderId: OrderId, choreographed: boolean): void {
  const { tenant, correlationId } = tx.context;
  const nothing = { ...tombstone(orderId, tx.at), tenant, correlationId, asked: null, choreographed };
  tx.save(shipments, nothing);
  answerCancellation(tx, orderId, [nothing]);
}

/** Records the outcome of a cancellation: nothing was booked, it is cancelled, or the shipment has already left. */
export async function recordCancellation(
  tx: Tx,
  { orderId, parcel: number = 1, quiet }: Pick<CancelRequested, 'orderId' | 'parcel' | 'quiet'>,
  answer: BookingAnswer,
): Promise<void> {
  const known = await loadParcels(tx, orderId);
  if (known.length === 0) return;
  const left = 'booking' in answer && answer.booking.status !== 'cancelled' ? answer.booking : undefined;
  const recorded = known.map((parcel) => {
    if (parcel.parcel !== number) return parcel;
    if (left) return recordDeparture(tx, parcel, { dispatchedAt: left.dispatchedAt, booked: left });
    const cancelled = cancel(parcel, tx.at);
    if (cancelled !== parcel) tx.save(shipments, cancelled);
    return cancelled;
  });
  // Other shipments may still be in flight; the last response decides.
  if (recorded.some(({ status }) => status === 'cancelling')) return;
  if (!quiet) answerCancellation(tx, orderId, recorded);
  if (cancellationOf(recorded) === 'refused') restore(tx, recorded);
}

/** One shipment has left, so the order continues: its cancelled shipments are booked again. */
function restore(tx: Tx, parcels: readonly ShipmentRow[]): void {
  const address = parcels.find((parcel) => parcel.address)?.address;
  if (!address) return;
  changeParcels(tx, parcels, (parcel) => {
    const again = bookAgain(parcel, address, tx.at);
    if (again !== parcel) askToBook(tx, again);
    return again;
  });
}
