import type { Sku } from '@waybill/contracts/ids';
import { type Shortage, allocate, pieces, shortagesOf } from './allocation.js';
import { type Line, MAIN_WAREHOUSE, type PlacedLine, type Stock, obtainable } from './stock.js';

/** Units that an order waits for, and its place in the SKU's waiting line. */
export interface Missing extends Line {
  readonly place: number;
}

/** `reserved` with shortages: the lines are reserved, and the last change of them was refused. */
export interface Reservation {
  readonly status: 'reserved' | 'waiting' | 'failed' | 'released' | 'committed';
  /** Number of the requested change of lines. */
  readonly revision: number;
  /** The reserved lines; after the end, the last ones; if it failed, the requested ones. */
  readonly lines: readonly PlacedLine[];
  readonly missing: readonly Missing[];
  readonly shortages: readonly Shortage[];
  /** Lines whose shipment has left, while other shipments have not. */
  readonly departed: readonly PlacedLine[];
}

export interface Allotment {
  readonly status: 'reserved' | 'waiting' | 'failed';
  readonly lines: readonly PlacedLine[];
  readonly missing: readonly Line[];
  readonly shortages: readonly Shortage[];
}

/** Every line or none. If all missing units may be backordered, the order keeps what is available and waits for the rest. */
export function allot(lines: readonly Line[], stockOf: (sku: Sku) => Stock | undefined): Allotment {
  const shortages = shortagesOf(lines, stockOf);
  if (shortages.length === 0)
    return { status: 'reserved', lines: allocate(lines, stockOf), missing: [], shortages };
  if (!shortages.every(({ sku }) => stockOf(sku)?.backorder))
    return { status: 'failed', lines: [], missing: [], shortages };
  const found = lines.map(({ sku, quantity }) => ({
    sku,
    quantity: Math.min(quantity, obtainable(stockOf(sku))),
  }));
  const missing = shortages.map(({ sku, requested, available }) => ({
    sku,
    quantity: requested - available,
  }));
  return { status: 'waiting', lines: allocate(found, stockOf), missing, shortages: [] };
}

/** The units that new lines need in addition to the reserved ones; an order does not wait for its own units. */
export function shortagesOfChange(
  held: readonly Line[],
  lines: readonly Line[],
  stockOf: (sku: Sku) => Stock | undefined,
): Shortage[] {
  const own = (sku: Sku) => pieces(held.filter((line) => line.sku === sku));
  return lines.flatMap(({ sku, quantity }) => {
    const available = own(sku) + obtainable(stockOf(sku));
    return quantity <= available ? [] : [{ sku, requested: quantity, available }];
  });
}

/** The lines that are reserved for the order now; none after the end. */
export function heldBy({ status, lines }: Reservation): readonly PlacedLine[] {
  return status === 'reserved' || status === 'waiting' ? lines : [];
}

export function heldIn(reservation: Reservation, warehouse: string): readonly PlacedLine[] {
  return heldBy(reservation).filter((line) => warehouseOf(line) === warehouse);
}

/** The shipment of one warehouse has left. After the last one the reservation is committed. */
export function depart<R extends Reservation>(reservation: R, warehouse: string): R {
  const lines = reservation.lines.filter((line) => warehouseOf(line) !== warehouse);
  if (lines.length === 0) return { ...reservation, status: 'committed' };
  return { ...reservation, lines, departed: [...reservation.departed, ...heldIn(reservation, warehouse)] };
}

/** The shipment of one warehouse has left although the reservation was released. After the last one the order has all units. */
export function departReleased<R extends Reservation>(reservation: R, warehouse = MAIN_WAREHOUSE): R {
  const lines = reservation.lines.filter((line) => warehouseOf(line) !== warehouse);
  if (lines.length === 0) return { ...reservation, status: 'committed' };
  const gone = reservation.lines.filter((line) => warehouseOf(line) === warehouse);
  return { ...reservation, lines, departed: [...reservation.departed, ...gone] };
}

/** Removes units from the reservation that a pick did not find. */
export function without<R extends Reservation>(reservation: R, missing: readonly PlacedLine[]): R {
  const lines = reservation.lines.flatMap((line) => {
    const quantity = line.quantity - pieces(missing.filter((other) => sameShelf(line, other)));
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
  const over = lines.length === 0 && reservation.departed.length > 0;
  return { ...reservation, lines, status: over ? 'committed' : reservation.status };
}

/** Adds units that the order waited for. */
export function fill<R extends Reservation>(reservation: R, given: readonly PlacedLine[]): R {
  const lines = given.reduce<readonly PlacedLine[]>(
    (all, line) =>
      all.some((other) => sameShelf(line, other))
        ? all.map((o) => (sameShelf(line, o) ? { ...o, quantity: o.quantity + line.quantity } : o))
        : [...all, line],
    reservation.lines,
  );
  const missing = reservation.missing.flatMap((waiting) => {
    const quantity = waiting.quantity - pieces(given.filter(({ sku }) => sku === waiting.sku));
    return quantity > 0 ? [{ ...waiting, quantity }] : [];
  });
  return { ...reservation, lines, missing, status: missing.length > 0 ? 'waiting' : 'reserved' };
}

function warehouseOf({ warehouse = MAIN_WAREHOUSE }: PlacedLine): string {
  return warehouse;
}

function sameShelf(one: PlacedLine, other: PlacedLine): boolean {
  return one.sku === other.sku && warehouseOf(one) === warehouseOf(other);
}
