import type { shippingBook } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { BookingAnswer } from '../../carrier/carrier.js';
import type { Offer, Tariffs } from '../../carrier/tariffs.js';
import { type AboutParcel, answerWhenPrepared, askToBook, askToCancel } from '../carrier-requests.js';
import type { DispatchPolicy } from '../dispatch-policy.js';
import { bookingOf, isPreparing, parcelsOf } from '../domain/parcels.js';
import { book, plan, refuse, requestCancellation } from '../domain/shipment.js';
import { answerBooking, requestPicks } from '../shipment.publication.js';
import { type ShipmentRow, changeParcels, loadParcels, shipments } from '../shipment.rows.js';
import { pickBySelf } from './pick-shipment.js';

/** `choreographed`: not sent by a saga. */
type Booking = DataOf<typeof shippingBook> & { readonly choreographed?: boolean };

/**
 * Books the cheapest carrier for the address, once per warehouse. A repeated command gets the outcome of the first one,
 * as soon as that is known.
 */
export async function bookShipment(tx: Tx, data: Booking, tariffs: Tariffs): Promise<void> {
  const known = await loadParcels(tx, data.orderId);
  answerBooking(tx, data.orderId, known.length > 0 ? known : requestBooking(tx, data, tariffs));
}

/** Requests a booking for each parcel, or refuses all if no carrier serves the country. */
export function requestBooking(tx: Tx, data: Booking, tariffs: Tariffs): readonly ShipmentRow[] {
  const offer = tariffs.cheapest(data.address.country);
  const planned = planParcels(tx, data, offer);
  const detail = `no carrier delivers to ${data.address.country}`;
  const refusal = { code: 'COUNTRY_NOT_SERVED', detail };
  const parcels = offer ? planned : planned.map((parcel) => refuse(parcel, refusal, tx.at));
  for (const parcel of parcels) {
    tx.save(shipments, parcel);
    if (offer) askToBook(tx, parcel);
  }
  return parcels;
}

function planParcels(
  tx: Tx,
  { lines, choreographed = false, ...data }: Booking,
  offer: Offer | undefined,
): ShipmentRow[] {
  const { tenant, correlationId, messageId } = tx.context;
  const { carrier, cost } = offer ?? { carrier: null, cost: null };
  return parcelsOf(lines).map((parcel, index, { length: parcels }) => {
    // Derived from the command: a retry must not create another id.
    const shipmentId = index === 0 ? messageId : `${messageId}-${index + 1}`;
    const numbered = { ...parcel, parcel: index + 1, parcels, shipmentId, carrier, cost };
    return { ...plan({ ...data, ...numbered }, tx.at), tenant, correlationId, asked: null, choreographed };
  });
}

/** Records the carrier's response. A shipment whose cancellation was requested meanwhile keeps that status. */
export async function recordBooking(
  tx: Tx,
  { orderId, parcel: number = 1 }: AboutParcel,
  answer: BookingAnswer,
  policy: DispatchPolicy,
): Promise<void> {
  const known = await loadParcels(tx, orderId);
  if (known.length === 0) return;
  const recorded = changeParcels(tx, known, (parcel) =>
    parcel.parcel === number ? withAnswer(parcel, answer, tx.at) : parcel,
  );
  const outcome = bookingOf(recorded);
  if (isPreparing(recorded)) {
    if (outcome === 'booked') requestPicks(tx, orderId, recorded);
    answerWhenPrepared(tx, recorded);
  } else answerBooking(tx, orderId, recorded);
  if (outcome === 'refused') return giveBack(tx, recorded);
  // Booked again after the confirmation, so the warehouse continues.
  if (outcome === 'booked') pickBySelf(tx, recorded, policy);
}

function withAnswer(known: ShipmentRow, answer: BookingAnswer, at: Date): ShipmentRow {
  if ('refusal' in answer) return refuse(known, answer.refusal, at);
  if (answer.booking.status !== 'cancelled') return book(known, answer.booking, at);
  return refuse(known, { code: 'CARRIER_CANCELLED', detail: 'the carrier cancelled the booking' }, at);
}

/** All or none: cancels the bookings of an order if one of its parcels was refused. */
function giveBack(tx: Tx, parcels: readonly ShipmentRow[]): void {
  changeParcels(tx, parcels, (parcel) => {
    const cancelling = requestCancellation(parcel, tx.at);
    if (cancelling !== parcel) askToCancel(tx, cancelling, 'quietly');
    return cancelling;
  });
}
