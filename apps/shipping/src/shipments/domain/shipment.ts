import { DomainError } from '@waybill/kernel';

/**
 * `booking`, `cancelling` and `dispatching`: the carrier is being asked, and only its answer ends the state. Between
 * `booked` and `dispatching` lies the point of no return: what is being dispatched can no longer be cancelled.
 */
export type Status =
  'booking' | 'booked' | 'refused' | 'cancelling' | 'cancelled' | 'dispatching' | 'shipped' | 'delivered';

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export interface Address {
  readonly name: string;
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city: string;
  readonly region?: string | undefined;
  readonly postalCode: string;
  readonly country: string;
}

export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

/** What the carrier gave the parcel. */
export interface Booked {
  readonly bookingId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly eta: string;
}

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

export interface Shipment extends Nullable<Booked> {
  readonly orderId: string;
  readonly shipmentId: string | null;
  readonly customerId: string | null;
  readonly status: Status;
  readonly address: Address | null;
  readonly lines: readonly Line[];
  readonly refusal: Refusal | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly confirmedAt: Date | null;
  readonly bookedAt: Date | null;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly cancelledAt: Date | null;
}

const BLANK = {
  ...{ shipmentId: null, customerId: null, address: null, lines: [], refusal: null },
  ...{ bookingId: null, carrier: null, trackingNumber: null, eta: null },
  ...{ confirmedAt: null, bookedAt: null, shippedAt: null, deliveredAt: null, cancelledAt: null },
};

export interface Parcel {
  readonly orderId: string;
  readonly shipmentId: string;
  readonly customerId: string;
  readonly address: Address;
  readonly lines: readonly Line[];
}

/** A shipment that waits for the carrier's answer to its booking. */
export function plan(parcel: Parcel, at: Date): Shipment {
  return { ...BLANK, ...parcel, status: 'booking', createdAt: at, updatedAt: at };
}

/** Stands where a shipment will never be: a booking that comes after its cancellation finds it. */
export function tombstone(orderId: string, at: Date): Shipment {
  return { ...BLANK, orderId, status: 'cancelled', createdAt: at, updatedAt: at, cancelledAt: at };
}

// Each act below answers the very same object when it changes nothing.

export function book<S extends Shipment>(shipment: S, booked: Booked, at: Date): S {
  if (shipment.status !== 'booking') return shipment;
  return { ...shipment, ...booked, status: 'booked', bookedAt: at, updatedAt: at };
}

export function refuse<S extends Shipment>(shipment: S, refusal: Refusal, at: Date): S {
  if (shipment.status !== 'booking') return shipment;
  return { ...shipment, status: 'refused', refusal, address: null, updatedAt: at };
}

/** From here on only the carrier knows how it ends. One that is in flight, too late or at its end stays as it is. */
export function requestCancellation<S extends Shipment>(shipment: S, at: Date): S {
  if (shipment.status !== 'booking' && shipment.status !== 'booked') return shipment;
  return { ...shipment, status: 'cancelling', updatedAt: at };
}

export function cancel<S extends Shipment>(shipment: S, at: Date): S {
  if (shipment.status !== 'cancelling') return shipment;
  return { ...shipment, status: 'cancelled', address: null, cancelledAt: at, updatedAt: at };
}

/** The order is paid: its parcel may leave. */
export function confirm<S extends Shipment>(shipment: S, at: Date): S {
  return shipment.confirmedAt ? shipment : { ...shipment, confirmedAt: at, updatedAt: at };
}

/** Recorded before the carrier is asked, so that a cancellation can no longer slip in between. */
export function dispatch<S extends Shipment>(shipment: S, at: Date): S {
  const { status, confirmedAt } = shipment;
  if (hasLeft(status)) return shipment;
  if (status !== 'booked') throw new DomainError('NOT_BOOKED', `the shipment is ${status}`, { status });
  if (!confirmedAt) throw new DomainError('ORDER_NOT_CONFIRMED', 'the order is not confirmed yet');
  return { ...shipment, status: 'dispatching', updatedAt: at };
}

/** The carrier has the parcel on its way: a fact, whoever asked for it. `booked` is what the carrier says it goes by. */
export function ship<S extends Shipment>(shipment: S, booked: Booked, shippedAt: Date, at: Date): S {
  const { status } = shipment;
  if (status !== 'dispatching' && status !== 'booked' && status !== 'cancelling') return shipment;
  return { ...shipment, ...booked, status: 'shipped', shippedAt, updatedAt: at };
}

export function deliver<S extends Shipment>(shipment: S, deliveredAt: Date, at: Date): S {
  const { status } = shipment;
  if (status === 'delivered') return shipment;
  if (status !== 'shipped') throw new DomainError('NOT_SHIPPED', `the shipment is ${status}`, { status });
  return { ...shipment, status: 'delivered', address: null, deliveredAt, updatedAt: at };
}

/** Too late to cancel. */
export function hasLeft(status: Status): boolean {
  return status === 'dispatching' || status === 'shipped' || status === 'delivered';
}

const SHORTEST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

/** How long to wait before the carrier is asked the next time where the parcel is. */
export function pauseBeforeLook(looks: number): number {
  return Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 1.5 ** Math.max(0, looks - 1));
}
