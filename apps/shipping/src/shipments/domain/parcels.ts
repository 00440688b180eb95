import { type Line, MAIN_WAREHOUSE, type Shipment, hasLeft, isEmptied } from './shipment.js';

export interface PlacedLine extends Line {
  readonly warehouse?: string | undefined;
}

/** One shipment for each warehouse of the lines. */
export function parcelsOf(lines: readonly PlacedLine[]): { warehouse: string; lines: Line[] }[] {
  const houses = Map.groupBy(lines, ({ warehouse = MAIN_WAREHOUSE }) => warehouse);
  return [...houses].map(([warehouse, placed]) => ({
    warehouse,
    lines: placed.map(({ sku, quantity }) => ({ sku, quantity })),
  }));
}

/** The outcome of the booking of all parcels, which is all or none; `open` while a request is in flight. */
export function bookingOf(parcels: readonly Shipment[]): 'open' | 'booked' | 'refused' | 'cancelled' {
  const some = (status: Shipment['status']) => parcels.some((parcel) => parcel.status === status);
  if (some('booking')) return 'open';
  if (some('refused')) return 'refused';
  // The reply to the cancellation reports the outcome.
  if (some('cancelling')) return 'open';
  return parcels.every(({ status }) => status === 'cancelled') ? 'cancelled' : 'booked';
}

/** The outcome of the cancellation of all parcels. If one has left, the cancellation is refused. */
export function cancellationOf(parcels: readonly Shipment[]): 'open' | 'cancelled' | 'refused' {
  if (parcels.some(({ status }) => hasLeft(status))) return 'refused';
  return parcels.every(({ status }) => status === 'cancelled' || status === 'refused') ? 'cancelled' : 'open';
}

/** The progress of the preparation of all shipments. Shipments without units are not waited for. */
export function preparationOf(parcels: readonly Shipment[]): 'open' | 'prepared' | 'refused' | 'cancelled' {
  const shipments = parcels.filter((parcel) => !isEmptied(parcel));
  // All shipments are empty: the order receives the picks and cancels itself.
  if (shipments.length === 0) return 'open';
  const booking = bookingOf(shipments);
  if (booking !== 'booked') return booking;
  return shipments.every(({ status }) => status === 'labelled' || hasLeft(status)) ? 'prepared' : 'open';
}

/** The order waits for its shipments to be labelled before it is confirmed. */
export function isPreparing(parcels: readonly Shipment[]): boolean {
  return parcels.some(({ prepareRequestedAt, confirmedAt }) => prepareRequestedAt && !confirmedAt);
}
