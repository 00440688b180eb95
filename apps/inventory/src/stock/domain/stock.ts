import type { Quantity, Sku } from '@waybill/contracts/ids';
import { DomainError } from '@waybill/kernel';
import { stockErrors } from './stock.errors.js';

/** The default warehouse. */
export const MAIN_WAREHOUSE = 'main';

export interface Pieces {
  readonly onHand: number;
  /** Units on hand that are reserved for orders. */
  readonly reserved: number;
}

export interface Place extends Pieces {
  readonly warehouse: string;
}

/** Units of one SKU: totals, and by warehouse. */
export interface Stock extends Pieces {
  readonly sku: Sku;
  readonly warehouses: readonly Place[];
  /** Stock is low at this many available units or fewer. */
  readonly lowStockThreshold: number | null;
  /** Whether orders may wait for units that are not available. */
  readonly backorder: boolean;
  /** Number of waiting orders, and the last place assigned in the waiting line. */
  readonly waiting: number;
  readonly lastPlace: number;
}

export interface Line {
  readonly sku: Sku;
  readonly quantity: Quantity;
}

/** Units in one warehouse, by default in the default one. */
export interface PlacedLine extends Line {
  readonly warehouse?: string | undefined;
}

const NOTHING = { onHand: 0, reserved: 0, warehouses: [], waiting: 0, lastPlace: 0 };

/** The stock of a SKU before its first receipt. */
export function emptyStock(sku: Sku): Stock {
  return { ...NOTHING, sku, lowStockThreshold: null, backorder: false };
}

export function available({ onHand, reserved }: Pieces): number {
  return onHand - reserved;
}

/** Units that a new order may reserve: none while other orders wait. */
export function obtainable(stock: Stock | undefined): number {
  return stock && stock.waiting === 0 ? available(stock) : 0;
}

export function isLow({ lowStockThreshold, ...pieces }: Stock): boolean {
  return lowStockThreshold !== null && available(pieces) <= lowStockThreshold;
}

export function reserve<S extends Stock>(stock: S, line: PlacedLine): S {
  return move(stock, line, { onHand: 0, reserved: 1 });
}

export function release<S extends Stock>(stock: S, line: PlacedLine): S {
  return move(stock, line, { onHand: 0, reserved: -1 });
}

/** Removes reserved units that have left the warehouse or were never there. */
export function commit<S extends Stock>(stock: S, line: PlacedLine): S {
  return move(stock, line, { onHand: -1, reserved: -1 });
}

export function receive<S extends Stock>(stock: S, line: PlacedLine): S {
  return withinBounds(move(stock, line, { onHand: 1, reserved: 0 }));
}

/** Adjusts the units on hand after a count. Reserved units cannot be removed. */
export function adjust<S extends Stock>(stock: S, line: PlacedLine): S {
  const { warehouse = MAIN_WAREHOUSE } = line;
  const adjusted = withinBounds(move(stock, line, { onHand: 1, reserved: 0 }));
  if (available(placeIn(adjusted, warehouse)) >= 0) return adjusted;
  const { reserved, ...place } = placeIn(stock, warehouse);
  const free = available({ ...place, reserved });
  const message = `only ${free} pieces of ${stock.sku} in ${warehouse} are free; ${reserved} are reserved for orders`;
  throw new DomainError(stockErrors.STOCK_RESERVED, message, { available: free });
}

export function placeIn({ warehouses }: Stock, warehouse: string): Place {
  return warehouses.find((place) => place.warehouse === warehouse) ?? { warehouse, onHand: 0, reserved: 0 };
}

/** Checks the invariants for each warehouse and for the totals. */
export function covers(stock: Stock): boolean {
  return [stock, ...stock.warehouses].every(({ onHand, reserved }) => reserved >= 0 && onHand >= reserved);
}

/** Adds the units of the line, times the factor, to the warehouse and to the totals. */
function move<S extends Stock>(
  stock: S,
  { warehouse = MAIN_WAREHOUSE, quantity }: PlacedLine,
  by: Pieces,
): S {
  const added = <P extends Pieces>(pieces: P): P => ({
    ...pieces,
    onHand: pieces.onHand + by.onHand * quantity,
    reserved: pieces.reserved + by.reserved * quantity,
  });
  const place = placeIn(stock, warehouse);
  const known = stock.warehouses.includes(place);
  const warehouses = known
    ? stock.warehouses.map((other) => (other === place ? added(place) : other))
    : [...stock.warehouses, added(place)];
  return { ...added(stock), warehouses };
}

const MOST = 2_000_000_000;

function withinBounds<S extends Stock>(stock: S): S {
  if (stock.onHand > MOST)
    throw new DomainError(
      stockErrors.STOCK_TOO_LARGE,
      `A SKU has at most ${MOST} units on hand (SKU ${stock.sku}).`,
    );
  return stock;
}
