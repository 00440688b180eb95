import type { Address, Booked, Line, Refusal } from '../shipments/domain/shipment.js';

export interface BookingRequest {
  /** Idempotency key of the booking. */
  readonly key: string;
  /** The order, as a reference for the carrier's support. */
  readonly reference: string;
  /** Name of the carrier in the tariffs. Requests of older releases have none. */
  readonly carrier?: string | undefined;
  readonly address: Address;
  readonly lines: readonly Line[];
}

/** The current state of a booking at the carrier. */
export interface Booking extends Booked {
  readonly status: 'booked' | 'dispatched' | 'delivered' | 'cancelled';
  readonly dispatchedAt?: Date | undefined;
  readonly deliveredAt?: Date | undefined;
}

export type BookingAnswer = { readonly booking: Booking } | { readonly refusal: Refusal };

/** The carrier. Every call may be repeated. If a call throws, it may or may not have had its effect. */
export interface Carrier {
  /** If the key has a booking, returns its current state, which may no longer be `booked`. */
  book(request: BookingRequest): Promise<BookingAnswer>;
  /** Returns the booking: `cancelled`, or already dispatched. */
  cancel(bookingId: string): Promise<Booking>;
  dispatch(bookingId: string): Promise<Booking>;
  track(bookingId: string): Promise<Booking>;
}
