import { type Money, money, sum } from '@waybill/kernel';
import { type Charge, type OrderLine, type Units, quantityOf } from './lines.js';
import type { Refund } from './refunds.js';

export interface Paid {
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  readonly total: Money;
}

/**
 * The refund of these units: their share of price and tax, beside earlier `refunds`. The shares of a line are cut from one running
 * sum, so that they add up to the cent however the units are spread over refunds. Postage is refunded with the last unit of the
 * order, as all that is left of what was paid.
 */
export function refundOf(
  { lines, charges, total }: Paid,
  refunds: readonly Pick<Refund, 'amount' | 'lines'>[],
  wanted: readonly Units[],
): Money {
  const before = refunds.flatMap((refund) => refund.lines);
  const isLeft = lines.some(
    ({ sku, quantity }) => quantity > quantityOf(before, sku) + quantityOf(wanted, sku),
  );
  if (!isLeft) {
    const refunded = sum(
      refunds.map(({ amount }) => amount),
      total.currency,
    );
    return money(total.amount - refunded.amount, total.currency);
  }
  const included = charges.some((charge) => charge.kind === 'tax' && charge.included);
  const shares = lines.map((line) => {
    const gone = quantityOf(before, line.sku);
    const paid = line.unitPrice.amount * line.quantity + (included ? 0 : (line.tax?.amount ?? 0));
    return (
      shareOf(paid, gone + quantityOf(wanted, line.sku), line.quantity) - shareOf(paid, gone, line.quantity)
    );
  });
  return money(
    shares.reduce((all, share) => all + share, 0),
    total.currency,
  );
}

/** The share of `units` of `all` in `paid`, rounded half up. */
function shareOf(paid: number, units: number, all: number): number {
  return Number((BigInt(paid) * BigInt(units) * 2n + BigInt(all)) / (BigInt(all) * 2n));
}
