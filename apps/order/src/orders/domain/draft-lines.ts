import { NO_CURRENCY } from '@waybill/contracts/currencies';
import type { Sku } from '@waybill/contracts/ids';
import { type Money, add, money, subtract } from '@waybill/kernel';
import { type OrderLine, amountOf } from './lines.js';

/** The lines of a draft and what they cost together. */
interface Priced {
  readonly lines: readonly OrderLine[];
  readonly total: Money;
}

export const NO_LINES: Priced = { lines: [], total: money(0, NO_CURRENCY) };

/**
 * Replaces the line of the same SKU, or adds the line at the end. Throws AMOUNT_OUT_OF_RANGE and CURRENCY_MIXED. The other lines are not
 * summed again, so that a draft costs as many additions as it has lines.
 */
export function withLine({ lines, total }: Priced, line: OrderLine): Priced {
  const at = lines.findIndex(({ sku }) => sku === line.sku);
  const known = lines[at];
  const after = known ? lines.with(at, line) : [...lines, line];
  const amount = amountOf(line);
  // The only line may have another currency than the one that it replaces.
  if (after.length === 1) return { lines: after, total: amount };
  return { lines: after, total: add(known ? subtract(total, amountOf(known)) : total, amount) };
}

export function withoutLine({ lines, total }: Priced, sku: Sku): Priced {
  const known = lines.find((line) => line.sku === sku);
  if (!known) return { lines, total };
  if (lines.length === 1) return NO_LINES;
  return { lines: lines.filter((line) => line !== known), total: subtract(total, amountOf(known)) };
}
