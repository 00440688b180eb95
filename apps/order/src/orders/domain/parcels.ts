import type { OrderLine, Parcel, PlacedLine } from './order.events.js';

/** A parcel of several, and how far it is. */
export interface ParcelState extends Parcel {
  readonly status: 'booked' | 'shipped' | 'delivered';
}

/** With this change of one of them. */
export function withParcel(
  parcels: readonly ParcelState[],
  change: Pick<ParcelState, 'shipmentId'> & Partial<ParcelState>,
): readonly ParcelState[] {
  return parcels.map((parcel) =>
    parcel.shipmentId === change.shipmentId ? { ...parcel, ...change } : parcel,
  );
}

/** Whether all parcels but this one have arrived. */
export function isLast(parcels: readonly ParcelState[] = [], shipmentId: string): boolean {
  return parcels.every((parcel) => parcel.shipmentId === shipmentId || parcel.status === 'delivered');
}

/** Where the lines are taken from; what was said of other lines than these counts no more. */
export function placedGoods(lines: readonly OrderLine[], goods: readonly PlacedLine[] = []): PlacedLine[] {
  const held = (sku: string) =>
    goods.filter((line) => line.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
  const same =
    lines.every(({ sku, quantity }) => held(sku) === quantity) &&
    goods.every(({ sku }) => lines.some((line) => line.sku === sku));
  return same ? [...goods] : lines.map(({ sku, quantity }) => ({ sku, quantity }));
}
