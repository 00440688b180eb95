import type { TillRecord } from './records.js';

/** Reasons why a record becomes neither an order nor a cancellation. */
export const REASONS = {
  FEE: 'a charge or discount of the till (post, carriage, bank, manual), not goods',
  ZERO_TOTAL: 'the invoice’s goods cost nothing: a correction of stock, not a sale',
  QUANTITY_NOT_POSITIVE: 'pieces taken away without a C invoice: a correction of stock',
  NEGATIVE_PRICE: 'a price below zero: a correction in the accounts, not a sale',
  COUNTRY_UNKNOWN: 'what the till calls the country is not one country of ISO 3166',
  TOO_MANY_LINES: 'more than 1,000 different products: the most that one order takes',
  TOO_MANY_PIECES: 'more than 100,000 pieces of a product: the most that one line takes',
  CANCELS_NOTHING: 'a line of a C invoice that takes nothing back',
  NO_MATCHING_PURCHASE: 'the file has no earlier purchase of these goods by this customer',
  PARTIAL_RETURN_NOT_REPLAYED:
    'part of an earlier order; this replay cancels whole orders and sends no returns of lines',
  UNREADABLE: 'the line could not be read',
} as const;
export type Reason = keyof typeof REASONS;

/** Stock codes of the till that are not goods. */
const FEES = new Set(['POST', 'DOT', 'C2', 'D', 'M', 'BANK CHARGES', 'AMAZONFEE', 'CRUK', 'S', 'B']);

export function isCancellation({ invoice }: TillRecord): boolean {
  return /^C/i.test(invoice);
}

/** Why the record is refused, independent of other records; undefined if it is not. */
export function refusalOf(record: TillRecord): Reason | undefined {
  if (FEES.has(record.sku)) return 'FEE';
  if (record.price < 0) return 'NEGATIVE_PRICE';
  if (isCancellation(record)) return record.quantity < 0 ? undefined : 'CANCELS_NOTHING';
  return record.quantity > 0 ? undefined : 'QUANTITY_NOT_POSITIVE';
}
