import type { Quantity, Sku } from '@waybill/contracts/ids';
import {
  type Line,
  MAIN_WAREHOUSE,
  type PlacedLine,
  type Stock,
  available,
  obtainable,
  placeIn,
} from './stock.js';

export interface Shortage {
  readonly sku: Sku;
  readonly requested: number;
  readonly available: number;
}

type StockOf = (sku: Sku) => Stock | undefined;

export function shortagesOf(lines: readonly Line[], stockOf: StockOf): Shortage[] {
  return lines.flatMap(({ sku, quantity }) => {
    const free = obtainable(stockOf(sku));
    return free < quantity ? [{ sku, requested: quantity, available: free }] : [];
  });
}

/**
 * Assigns lines to warehouses: all to one if it has everything, else repeatedly to the one that has most of
 * the remaining lines, so that there are few shipments. Ties: the default warehouse first, then by name.
 */
export function allocate(lines: readonly Line[], stockOf: StockOf): PlacedLine[] {
  const open = new Map(lines.map(({ sku, quantity }) => [sku, quantity]));
  const free = (warehouse: string, sku: Sku): number => {
    const stock = stockOf(sku);
    return stock ? available(placeIn(stock, warehouse)) : 0;
  };
  const has = (warehouse: string): PlacedLine[] =>
    [...open].flatMap(([sku, quantity]) => {
      const found = Math.min(quantity, free(warehouse, sku));
      return found > 0 ? [placed(sku, found, warehouse)] : [];
    });
  const taken: PlacedLine[] = [];
  let houses = housesOf(lines, stockOf);
  while (houses.length > 0) {
    const offers = houses.map((house) => ({ house, lines: has(house) }));
    const best = offers.reduce((one, other) => (pieces(other.lines) > pieces(one.lines) ? other : one));
    taken.push(...best.lines);
    for (const { sku, quantity } of best.lines) open.set(sku, (open.get(sku) ?? 0) - quantity);
    houses = houses.filter((house) => house !== best.house);
  }
  return taken;
}

/** A line with its warehouse, which is omitted if it is the default one. */
export function placed(sku: Sku, quantity: Quantity, warehouse: string): PlacedLine {
  return warehouse === MAIN_WAREHOUSE ? { sku, quantity } : { sku, quantity, warehouse };
}

function housesOf(lines: readonly Line[], stockOf: StockOf): string[] {
  const names = lines.flatMap(({ sku }) => stockOf(sku)?.warehouses.map(({ warehouse }) => warehouse) ?? []);
  const others = new Set(names.filter((name) => name !== MAIN_WAREHOUSE));
  return [MAIN_WAREHOUSE, ...[...others].sort()];
}

export function pieces(lines: readonly Line[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}
