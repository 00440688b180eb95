import { smallestCharge } from '@waybill/contracts/currencies';
import { type Money, money, sum } from '@waybill/kernel';
import { type Charge, type OrderLine, type Units, quantityOf } from './lines.js';
import type { Refund } from './refunds.js';

export interface Paid {
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  readonly total: Money;
}

/**
 * The refund for these units after earlier `refunds`: their share of price and tax. It is the difference of two rounded running totals, so
 * the shares of a line add up exactly, however its units are spread over refunds. The refund of the order's last units is everything that
 * is left, including postage.
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
  const step = smallestCharge(total.currency);
  const shares = lines.map((line) => {
    const gone = quantityOf(before, line.sku);
    const paid = line.unitPrice.amount * line.quantity + (included ? 0 : (line.tax?.amount ?? 0));
    return (
      shareOf(paid, gone + quantityOf(wanted, line.sku), line.quantity, step) -
      shareOf(paid, gone, line.quantity, step)
    );
  });
  return money(
    shares.reduce((all, share) => all + share, 0),
    total.currency,
  );
}

/** The share of `paid` for `units` out of `all`, rounded half up to a multiple of `step`. */
function shareOf(paid: number, units: number, all: number, step: number): number {
  const whole = BigInt(all) * BigInt(step);
  return Number((BigInt(paid) * BigInt(units) * 2n + whole) / (whole * 2n)) * step;
}
