import { type Money, money } from '@waybill/kernel';
import type { Charge, OrderLine, Pieces } from './order.events.js';

export interface Paid {
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  readonly total: Money;
}

/** What was paid back before: pieces by SKU, and in all. */
export interface PaidBack {
  readonly pieces: ReadonlyMap<string, number>;
  readonly amount: number;
}

/**
 * What is paid back for these pieces: their share of price and tax. Shares of a line are cut from one running sum, so that they add
 * up to the cent, however the pieces are spread over returns. Postage comes back with the last piece of the order, as all that is
 * left of what was paid.
 */
export function refundOf(
  { lines, charges, total }: Paid,
  before: PaidBack,
  wanted: readonly Pieces[],
): Money {
  const now = new Map(wanted.map(({ sku, quantity }) => [sku, quantity]));
  const left = lines.some(
    ({ sku, quantity }) => quantity > (before.pieces.get(sku) ?? 0) + (now.get(sku) ?? 0),
  );
  if (!left) return money(total.amount - before.amount, total.currency);
  const included = charges.some((charge) => charge.kind === 'tax' && charge.included);
  const shares = lines.map((line) => {
    const gone = before.pieces.get(line.sku) ?? 0;
    const paid = line.unitPrice.amount * line.quantity + (included ? 0 : (line.tax?.amount ?? 0));
    return shareOf(paid, gone + (now.get(line.sku) ?? 0), line.quantity) - shareOf(paid, gone, line.quantity);
  });
  return money(
    shares.reduce((sum, share) => sum + share, 0),
    total.currency,
  );
}

/** Of `paid` for `pieces` of `all`, rounded half up. */
function shareOf(paid: number, pieces: number, all: number): number {
  return Number((BigInt(paid) * BigInt(pieces) * 2n + BigInt(all)) / (BigInt(all) * 2n));
}
