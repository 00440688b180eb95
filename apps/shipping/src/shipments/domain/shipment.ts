import type { CustomerId, OrderId, Quantity, ShipmentId, Sku } from '@waybill/contracts/ids';
import { DomainError } from '@waybill/kernel';
import { shipmentErrors } from './shipment.errors.js';

/**
 * `booking`, `cancelling` and `dispatching`: a request to the carrier is in flight, and only its response ends the status. From `picked` on
 * the warehouse is working. A shipment can be cancelled until `dispatching`.
 */
export const STATUSES = [
  ...(['booking', 'booked', 'refused', 'cancelling', 'cancelled'] as const),
  ...(['picked', 'packed', 'labelled', 'dispatching', 'shipped', 'delivered'] as const),
] as const;
export type Status = (typeof STATUSES)[number];

export interface Line {
  readonly sku: Sku;
  readonly quantity: Quantity;
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

/** The carrier's data of the parcel. */
export interface Booked {
  readonly bookingId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
  readonly eta: string;
  /** URL of the label. */
  readonly label: string;
}

/** Price of the carrier, in minor units. */
export interface Cost {
  readonly amount: number;
  readonly currency: string;
}

type Nullable<T> = { readonly [Key in keyof T]: T[Key] | null };

/** A parcel of an order. */
export interface Shipment extends Nullable<Booked> {
  readonly orderId: OrderId;
  /** Number of the shipment within its order, starting at 1; `parcels` is the total. */
  readonly parcel: number;
  readonly parcels: number;
  readonly warehouse: string;
  readonly cost: Cost | null;
  /** Number of bookings; each has its own key. */
  readonly bookings: number;
  readonly shipmentId: ShipmentId | null;
  readonly customerId: CustomerId | null;
  readonly status: Status;
  readonly address: Address | null;
  readonly lines: readonly Line[];
  /** Units that the pick did not find. They are no longer in `lines`. */
  readonly missing: readonly Line[];
  readonly refusal: Refusal | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** When the preparation before the confirmation was requested, and when inventory agreed to the pick. */
  readonly prepareRequestedAt: Date | null;
  readonly pickConfirmedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly bookedAt: Date | null;
  readonly shippedAt: Date | null;
  readonly deliveredAt: Date | null;
  readonly cancelledAt: Date | null;
}

export const MAIN_WAREHOUSE = 'main';

const BLANK = {
  shipmentId: null,
  customerId: null,
  address: null,
  lines: [],
  missing: [],
  refusal: null,
  cost: null,
  parcel: 1,
  parcels: 1,
  warehouse: MAIN_WAREHOUSE,
  bookings: 1,
  bookingId: null,
  carrier: null,
  trackingNumber: null,
  eta: null,
  label: null,
  prepareRequestedAt: null,
  pickConfirmedAt: null,
  confirmedAt: null,
  bookedAt: null,
  shippedAt: null,
  deliveredAt: null,
  cancelledAt: null,
};

export interface Parcel {
  readonly orderId: OrderId;
  readonly parcel: number;
  readonly parcels: number;
  readonly shipmentId: ShipmentId;
  readonly customerId: CustomerId;
  readonly warehouse: string;
  readonly address: Address;
  readonly lines: readonly Line[];
  /** The carrier, and its price. */
  readonly carrier: string | null;
  readonly cost: Cost | null;
}

/** A shipment whose booking is in flight. */
export function plan(parcel: Parcel, at: Date): Shipment {
  return { ...BLANK, ...parcel, status: 'booking', createdAt: at, updatedAt: at };
}

/** A tombstone: a booking that comes after its cancellation finds it and does nothing. */
export function tombstone(orderId: OrderId, at: Date): Shipment {
  return { ...BLANK, orderId, status: 'cancelled', createdAt: at, updatedAt: at, cancelledAt: at };
}

// Each function below returns the same object if nothing changes.

export function book<S extends Shipment>(shipment: S, booked: Booked, at: Date): S {
  if (shipment.status !== 'booking') return shipment;
  return { ...shipment, ...bookedFields(booked), status: 'booked', bookedAt: at, updatedAt: at };
}

/** The members that a shipment keeps of the carrier's booking. */
function bookedFields({ bookingId, carrier, trackingNumber, eta, label }: Booked): Booked {
  return { bookingId, carrier, trackingNumber, eta, label };
}

export function refuse<S extends Shipment>(shipment: S, refusal: Refusal, at: Date): S {
  if (shipment.status !== 'booking') return shipment;
  return { ...shipment, status: 'refused', refusal, address: null, updatedAt: at };
}

/** The carrier decides how the cancellation ends. Does nothing if it is in flight, too late or done. */
export function requestCancellation<S extends Shipment>(shipment: S, at: Date): S {
  if (shipment.status !== 'booking' && !isInHouse(shipment.status)) return shipment;
  return { ...shipment, status: 'cancelling', updatedAt: at };
}

export function cancel<S extends Shipment>(shipment: S, at: Date): S {
  if (shipment.status !== 'cancelling') return shipment;
  return { ...shipment, status: 'cancelled', address: null, cancelledAt: at, updatedAt: at };
}

/** The order is paid: its parcel may be dispatched. */
export function confirm<S extends Shipment>(shipment: S, at: Date): S {
  return shipment.confirmedAt ? shipment : { ...shipment, confirmedAt: at, updatedAt: at };
}

/** The shipment is picked, packed and labelled before the order is confirmed, and leaves after that. */
export function requestPreparation<S extends Shipment>(shipment: S, at: Date): S {
  const { status, prepareRequestedAt, confirmedAt } = shipment;
  if (prepareRequestedAt || confirmedAt || (status !== 'booking' && !isInHouse(status))) return shipment;
  return { ...shipment, prepareRequestedAt: at, updatedAt: at };
}

/** Inventory holds the units of the shipment: it can be picked before the order is confirmed. */
export function confirmPick<S extends Shipment>(shipment: S, at: Date): S {
  const { status, prepareRequestedAt, pickConfirmedAt } = shipment;
  if (status !== 'booked' || !prepareRequestedAt || pickConfirmedAt) return shipment;
  return { ...shipment, pickConfirmedAt: at, updatedAt: at };
}

/** Books a cancelled shipment again, because another shipment of the order has left and the order can no longer be cancelled. */
export function bookAgain<S extends Shipment>(shipment: S, address: Address, at: Date): S {
  if (shipment.status !== 'cancelled' || shipment.lines.length === 0) return shipment;
  const bookings = shipment.bookings + 1;
  return {
    ...shipment,
    status: 'booking',
    address,
    bookings,
    bookingId: null,
    cancelledAt: null,
    updatedAt: at,
  };
}

/** Found units by SKU. */
export type Found = ReadonlyMap<Sku, Quantity> | 'everything';

/** Found and missing units. Throws PICK_INCOMPLETE unless every line is included, and PICK_TOO_MUCH if more units were found than ordered. */
function sorted(lines: readonly Line[], found: Found) {
  if (found === 'everything') return { lines, missing: [] };
  const picked = lines.map(({ sku, quantity }) => {
    const pieces = found.get(sku);
    if (pieces === undefined)
      throw new DomainError(shipmentErrors.PICK_INCOMPLETE, `The pick lacks the line for ${sku}.`, { sku });
    if (pieces > quantity)
      throw new DomainError(
        shipmentErrors.PICK_TOO_MUCH,
        `The shipment has only ${quantity} units of ${sku}.`,
        { sku },
      );
    return { sku, found: pieces, missing: quantity - pieces };
  });
  const unknown = [...found.keys()].find((sku) => !lines.some((line) => line.sku === sku));
  if (unknown !== undefined)
    throw new DomainError(shipmentErrors.PICK_UNKNOWN_SKU, `The shipment has no line for ${unknown}.`);
  const some = (which: 'found' | 'missing') =>
    picked.flatMap(({ sku, [which]: quantity }) => (quantity > 0 ? [{ sku, quantity }] : []));
  return { lines: some('found'), missing: some('missing') };
}

/** Records the pick; an empty shipment is cancelled with the carrier. A shipment that is already picked does not change. */
export function pick<S extends Shipment>(
  shipment: S,
  found: Found,
  at: Date,
): { shipment: S; missing: readonly Line[] } {
  const { status } = shipment;
  if (hasLeft(status) || (isInHouse(status) && status !== 'booked')) return { shipment, missing: [] };
  if (status !== 'booked')
    throw new DomainError(shipmentErrors.NOT_BOOKED, `the shipment is ${status}`, { status });
  if (!mayBePicked(shipment))
    throw new DomainError(shipmentErrors.ORDER_NOT_CONFIRMED, 'The order is not confirmed yet.');
  const { lines, missing } = sorted(shipment.lines, found);
  const next = lines.length > 0 ? 'picked' : 'cancelling';
  return { shipment: { ...shipment, lines, missing, status: next, updatedAt: at }, missing };
}

/** The order is confirmed, or inventory has agreed to a pick before that. */
export function mayBePicked({ status, confirmedAt, pickConfirmedAt }: Shipment): boolean {
  return status === 'booked' && (confirmedAt ?? pickConfirmedAt) !== null;
}

export function pack<S extends Shipment>(shipment: S, at: Date): S {
  return shipment.status === 'picked' ? { ...shipment, status: 'packed', updatedAt: at } : shipment;
}

export function label<S extends Shipment>(shipment: S, at: Date): S {
  return shipment.status === 'packed' ? { ...shipment, status: 'labelled', updatedAt: at } : shipment;
}

/** Stored before the carrier is called, so that a cancellation is refused from now on. */
export function dispatch<S extends Shipment>(shipment: S, at: Date): S {
  const { status, confirmedAt } = shipment;
  if (hasLeft(status)) return shipment;
  if (!isInHouse(status))
    throw new DomainError(shipmentErrors.NOT_BOOKED, `the shipment is ${status}`, { status });
  if (!confirmedAt)
    throw new DomainError(shipmentErrors.ORDER_NOT_CONFIRMED, 'The order is not confirmed yet.');
  if (status === 'labelled') return { ...shipment, status: 'dispatching', updatedAt: at };
  throw new DomainError(shipmentErrors.NOT_LABELLED, `The shipment is ${status}, and has no label yet.`, {
    status,
  });
}

/** The carrier has collected the shipment, whether we requested it or not. `booked` is the booking if the carrier reports it as well. */
export function ship<S extends Shipment>(
  shipment: S,
  { booked, shippedAt }: { readonly booked?: Booked; readonly shippedAt: Date },
  at: Date,
): S {
  const { status } = shipment;
  if (status !== 'dispatching' && status !== 'cancelling' && !isInHouse(status)) return shipment;
  return { ...shipment, ...(booked && bookedFields(booked)), status: 'shipped', shippedAt, updatedAt: at };
}

export function deliver<S extends Shipment>(shipment: S, deliveredAt: Date, at: Date): S {
  const { status } = shipment;
  if (status === 'delivered') return shipment;
  if (status !== 'shipped')
    throw new DomainError(shipmentErrors.NOT_SHIPPED, `the shipment is ${status}`, { status });
  return { ...shipment, status: 'delivered', address: null, deliveredAt, updatedAt: at };
}

/** The pick found no unit. */
export function isEmptied({ lines, missing }: Shipment): boolean {
  return lines.length === 0 && missing.length > 0;
}

/** Booked, and still in the warehouse. */
export function isInHouse(status: Status): boolean {
  return status === 'booked' || status === 'picked' || status === 'packed' || status === 'labelled';
}

/** Too late to cancel. */
export function hasLeft(status: Status): boolean {
  return status === 'dispatching' || status === 'shipped' || status === 'delivered';
}
