import type { OrderId } from '@waybill/contracts/ids';
import type { Performer } from '@waybill/unit-of-work';
import type { Booking, BookingAnswer, Carrier } from '../carrier/carrier.js';
import type {
  AboutParcel,
  BookRequested,
  CancelRequested,
  DispatchRequested,
  TrackRequested,
} from './carrier-requests.js';
import { recordBooking } from './commands/book-shipment.js';
import { recordCancellation } from './commands/cancel-shipment.js';
import { dispatchWhenDue, recordDispatch } from './commands/dispatch-shipment.js';
import { answerPrepared } from './commands/prepare-shipment.js';
import { followParcel } from './commands/follow-parcel.js';
import type { DispatchPolicy } from './dispatch-policy.js';
import { firstParcel } from './shipment.rows.js';

const prefetch = (about: { readonly orderId: OrderId }) => [firstParcel(about)];

/** Requests to the carrier after a commit, and the handlers of their results. */
export function carrierEffects(carrier: Carrier, policy: DispatchPolicy) {
  const book: Performer<BookRequested, BookingAnswer> = {
    perform: ({ request }) => carrier.book(request),
    answer: (tx, answer, about) => recordBooking(tx, about, answer, policy),
    prefetch,
  };
  const cancel: Performer<CancelRequested, BookingAnswer> = {
    async perform({ bookingId, request }) {
      if (bookingId !== null) return { booking: await carrier.cancel(bookingId) };
      // The outcome of the booking is unknown: repeat it with the same key, then cancel it.
      const truth = await carrier.book(request);
      return 'refusal' in truth ? truth : { booking: await carrier.cancel(truth.booking.bookingId) };
    },
    answer: (tx, answer, about) => recordCancellation(tx, about, answer),
    prefetch,
  };
  const dispatch: Performer<DispatchRequested, Booking> = {
    perform: ({ bookingId }) => carrier.dispatch(bookingId),
    answer: (tx, booking, about) => recordDispatch(tx, about, booking),
    prefetch,
    deferrable: true,
  };
  const track: Performer<TrackRequested, Booking> = {
    perform: ({ bookingId }) => carrier.track(bookingId),
    answer: (tx, booking, payload) => followParcel(tx, payload, booking),
    prefetch,
    deferrable: true,
  };
  const due: Performer<AboutParcel, undefined> = {
    // A timer without a call.
    perform: () => Promise.resolve(undefined),
    answer: (tx, _, about) => dispatchWhenDue(tx, about),
    prefetch,
    deferrable: true,
  };
  const prepared: Performer<{ readonly orderId: OrderId }, undefined> = {
    perform: () => Promise.resolve(undefined),
    answer: (tx, _, about) => answerPrepared(tx, about),
    prefetch,
  };
  return {
    'carrier.book': book,
    'carrier.cancel': cancel,
    'carrier.dispatch': dispatch,
    'carrier.track': track,
    'shipment.dispatch-due': due,
    'shipment.prepared': prepared,
  };
}
