import { DomainError } from '@waybill/kernel';

/** Pieces of one SKU: those in the house, and those of them that orders have a claim on. */
export interface Stock {
  readonly sku: string;
  readonly onHand: number;
  readonly reserved: number;
}

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

export interface Shortage {
  readonly sku: string;
  readonly requested: number;
  readonly available: number;
}

export function available({ onHand, reserved }: Stock): number {
  return onHand - reserved;
}

/** What stands in the way of reserving all lines; nothing is reserved unless this is empty. */
export function shortagesOf(lines: readonly Line[], stockOf: (sku: string) => Stock | undefined): Shortage[] {
  return lines.flatMap(({ sku, quantity }) => {
    const stock = stockOf(sku);
    const free = stock ? available(stock) : 0;
    return free < quantity ? [{ sku, requested: quantity, available: free }] : [];
  });
}

export function reserve<S extends Stock>(stock: S, quantity: number): S {
  return { ...stock, reserved: stock.reserved + quantity };
}

export function release<S extends Stock>(stock: S, quantity: number): S {
  return { ...stock, reserved: stock.reserved - quantity };
}

/** The reserved pieces have left the house. */
export function commit<S extends Stock>(stock: S, quantity: number): S {
  return { ...stock, onHand: stock.onHand - quantity, reserved: stock.reserved - quantity };
}

export function receive<S extends Stock>(stock: S, quantity: number): S {
  return withinBounds({ ...stock, onHand: stock.onHand + quantity });
}

/** A count found more or less than the books say. What is reserved cannot be adjusted away. */
export function adjust<S extends Stock>(stock: S, delta: number): S {
  const adjusted = withinBounds({ ...stock, onHand: stock.onHand + delta });
  if (available(adjusted) < 0) {
    const { sku, reserved } = stock;
    throw new DomainError('STOCK_RESERVED', `${reserved} pieces of ${sku} are reserved for orders`, {
      available: available(stock),
    });
  }
  return adjusted;
}

const MOST = 2_000_000_000;

function withinBounds<S extends Stock>(stock: S): S {
  if (stock.onHand > MOST)
    throw new DomainError('STOCK_TOO_LARGE', `more than ${MOST} pieces of ${stock.sku}`);
  return stock;
}
