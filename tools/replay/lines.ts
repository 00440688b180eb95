import type { TillRecord } from './records.js';
import { pounds } from './pence.js';

/** One line of an order: all records of an invoice with one stock code and one price. */
export interface PlannedLine {
  /** The till's stock code; with the price behind it where the invoice has the code at an earlier price too. */
  readonly sku: string;
  readonly code: string;
  readonly name: string;
  readonly quantity: number;
  /** Pence. */
  readonly price: number;
  readonly records: readonly TillRecord[];
}

/**
 * An order has one line per SKU and a product has one price at a time: lines of the same code and price are summed, and a
 * second price makes a second product.
 */
export function linesOf(records: readonly TillRecord[]): PlannedLine[] {
  const lines: PlannedLine[] = [];
  for (const [code, sameCode] of Map.groupBy(records, ({ sku }) => sku)) {
    const prices = [...Map.groupBy(sameCode, ({ price }) => price)];
    const name = sameCode.find(({ description }) => description)?.description ?? code;
    for (const [index, [price, same]] of prices.entries()) {
      const sku = index === 0 ? code : `${code}@${pounds(price).replaceAll(',', '')}`;
      const quantity = same.reduce((sum, record) => sum + record.quantity, 0);
      lines.push({ sku, code, name, quantity, price, records: same });
    }
  }
  return lines;
}

/** In pence. */
export function totalOf(lines: readonly { readonly quantity: number; readonly price: number }[]): number {
  return lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
}

/** How often something occurs, by what `keyOf` names. */
export function quantities<T extends { readonly quantity: number }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + item.quantity);
  return sums;
}
