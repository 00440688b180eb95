import type { OrderLine, Parcel, Pieces, PlacedLine } from './order.events.js';

/** A parcel of several, and how far it is. */
export interface ParcelState extends Parcel {
  /** `cancelled`: nothing was found for it. */
  readonly status: 'booked' | 'shipped' | 'delivered' | 'cancelled';
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

/** Whether nothing is on its way or still to go but this parcel. */
export function isLast(parcels: readonly ParcelState[] = [], shipmentId: string): boolean {
  return parcels.every((parcel) => parcel.shipmentId === shipmentId || isOver(parcel));
}

export function isOver({ status }: ParcelState): boolean {
  return status === 'delivered' || status === 'cancelled';
}

/** Without what the warehouse did not find for this parcel. */
export function shortened(
  parcels: readonly ParcelState[],
  { shipmentId, lines }: { readonly shipmentId: string; readonly lines: readonly Pieces[] },
): readonly ParcelState[] {
  const known = parcels.find((parcel) => parcel.shipmentId === shipmentId);
  if (!known) return parcels;
  const left = without(known.lines, lines);
  return withParcel(parcels, { shipmentId, lines: left, ...(left.length === 0 && { status: 'cancelled' }) });
}

export function without(lines: readonly Pieces[], gone: readonly Pieces[]): Pieces[] {
  return lines.flatMap(({ sku, quantity }) => {
    const left = quantity - piecesOf(gone, sku);
    return left > 0 ? [{ sku, quantity: left }] : [];
  });
}

export function piecesOf(lines: readonly Pieces[], sku: string): number {
  return lines.reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
}

/** Where the lines are taken from; what was said of other lines than these counts no more. */
export function placedGoods(lines: readonly OrderLine[], goods: readonly PlacedLine[] = []): PlacedLine[] {
  const same =
    lines.every(({ sku, quantity }) => piecesOf(goods, sku) === quantity) &&
    goods.every(({ sku }) => lines.some((line) => line.sku === sku));
  return same ? [...goods] : lines.map(({ sku, quantity }) => ({ sku, quantity }));
}
