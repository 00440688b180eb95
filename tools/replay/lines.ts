import type { TillRecord } from './records.js';
import { pounds } from './pence.js';

/** One line of an order: all records of an invoice with one stock code and one price. */
export interface PlannedLine {
  /** The till's stock code; with the price appended if the invoice also has the code at another price. */
  readonly sku: string;
  readonly code: string;
  readonly name: string;
  readonly quantity: number;
  /** Pence. */
  readonly price: number;
  readonly records: readonly TillRecord[];
}

/**
 * Combines records into lines. An order has one line per SKU, and a product has one price at a time. Records with the same code and
 * price are summed, and a second price becomes a second product.
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

/** The total in pence. */
export function totalOf(lines: readonly { readonly quantity: number; readonly price: number }[]): number {
  return lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
}

/** Sums the quantities by key. */
export function quantities<T extends { readonly quantity: number }>(
  items: readonly T[],
  keyOf: (item: T) => string,
): Map<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + item.quantity);
  return sums;
}
