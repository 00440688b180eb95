import type { Address, Booked, Line, Refusal } from '../shipments/domain/shipment.js';

export interface BookingRequest {
  /** Idempotency key of the booking. */
  readonly key: string;
  /** The order, as a reference for the carrier's support. */
  readonly reference: string;
  /** By its name in the tariffs; absent in requests from before there were any. */
  readonly carrier?: string | undefined;
  readonly address: Address;
  readonly lines: readonly Line[];
}

/** A booking as the carrier has it now. */
export interface Booking extends Booked {
  readonly status: 'booked' | 'dispatched' | 'delivered' | 'cancelled';
  readonly dispatchedAt?: Date | undefined;
  readonly deliveredAt?: Date | undefined;
}

export type BookingAnswer = { readonly booking: Booking } | { readonly refusal: Refusal };

/** The company that carries parcels. Every call may be repeated; one that throws may have happened. */
export interface Carrier {
  /** Answers the booking as it is now when this key has one, which need not be `booked` any more. */
  book(request: BookingRequest): Promise<BookingAnswer>;
  /** Answers the booking: `cancelled`, or on its way already. */
  cancel(bookingId: string): Promise<Booking>;
  dispatch(bookingId: string): Promise<Booking>;
  track(bookingId: string): Promise<Booking>;
}
