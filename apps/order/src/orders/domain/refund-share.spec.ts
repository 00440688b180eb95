import { describe, expect, it } from '@jest/globals';
import { currencies, isChargeable, smallestCharge } from '@waybill/contracts/currencies';
import { money } from '@waybill/kernel';
import fc from 'fast-check';
import type { Refund } from './refunds.js';
import { type Paid, refundOf } from './refund-share.js';
import { taxOf } from './tax.js';
import { totalOf } from './lines.js';

const eur = (amount: number) => money(amount, 'EUR');
const postageIn = (currency: string) => ({
  kind: 'postage',
  amount: money(495 * smallestCharge(currency), currency),
});

const item = fc.record({
  quantity: fc.integer({ min: 1, max: 12 }),
  price: fc.integer({ min: 0, max: 5_000 }),
  percent: fc.constantFrom(0, 5.5, 7, 8.875, 19, 20),
});
/** An order, and the sequence in which its units are returned, one or more at a time. */
const story = fc
  .record({
    items: fc.array(item, { minLength: 1, maxLength: 5 }),
    currency: fc.constantFrom(...currencies),
    mode: fc.constantFrom('inclusive', 'exclusive', 'none'),
  })
  .chain(({ items, currency, mode }) => {
    const pieces = items.flatMap(({ quantity }, index) =>
      Array.from({ length: quantity }, () => `S${index}`),
    );
    return fc.record({
      paid: fc.constant(paidFor(items, currency, mode)),
      pieces: fc.shuffledSubarray(pieces, { minLength: pieces.length, maxLength: pieces.length }),
      cuts: fc.array(fc.boolean(), { minLength: pieces.length, maxLength: pieces.length }),
    });
  });

function paidFor(
  items: readonly { quantity: number; price: number; percent: number }[],
  currency: string,
  mode: string,
): Paid {
  const amountOf = (units: number) => money(units * smallestCharge(currency), currency);
  const lines = items.map(({ quantity, price, percent }, index) => ({
    sku: `S${index}`,
    name: 'Thing',
    quantity,
    unitPrice: amountOf(price),
    ...(mode === 'none' ? {} : { tax: taxOf(amountOf(price * quantity), percent, mode as 'inclusive') }),
  }));
  const tax = lines.reduce((sum, line) => sum + (line.tax?.amount ?? 0), 0);
  const charges = [
    postageIn(currency),
    ...(tax > 0
      ? [{ kind: 'tax', amount: money(tax, currency), ...(mode === 'inclusive' && { included: true }) }]
      : []),
  ];
  return { lines, charges, total: totalOf(lines, charges, currency) };
}

/** The refund of each return, in sequence. */
function refundsOf(paid: Paid, returns: readonly (readonly string[])[]): number[] {
  const before: Pick<Refund, 'amount' | 'lines'>[] = [];
  return returns.map((skus) => {
    const wanted = [...Map.groupBy(skus, (sku) => sku)].map(([sku, all]) => ({ sku, quantity: all.length }));
    const amount = refundOf(paid, before, wanted);
    before.push({ amount, lines: wanted });
    return amount.amount;
  });
}

function parcels(pieces: readonly string[], cuts: readonly boolean[]): string[][] {
  const all: string[][] = [];
  pieces.forEach((sku, index) => {
    if (index === 0 || cuts[index]) all.push([]);
    all.at(-1)!.push(sku);
  });
  return all;
}

describe('the refunds of an order', () => {
  it('can be charged in every currency, and add up to what was paid, however its pieces come back', () => {
    fc.assert(
      fc.property(story, ({ paid, pieces, cuts }) => {
        const refunds = refundsOf(paid, parcels(pieces, cuts));
        expect(refunds.reduce((sum, refund) => sum + refund, 0)).toBe(paid.total.amount);
        expect(Math.min(...refunds)).toBeGreaterThanOrEqual(0);
        expect(refunds.filter((refund) => !isChargeable(money(refund, paid.total.currency)))).toEqual([]);
      }),
    );
  });

  it('are each within the smallest charge a line of the exact share, but for the last, which brings the postage', () => {
    fc.assert(
      fc.property(story, ({ paid, pieces, cuts }) => {
        const returns = parcels(pieces, cuts);
        const refunds = refundsOf(paid, returns);
        const { currency } = paid.total;
        const step = smallestCharge(currency);
        const included = paid.charges.some(({ included: within }) => within);
        refunds.forEach((refund, index) => {
          const exact = returns[index]!.reduce((sum, sku) => {
            const { unitPrice, quantity, tax } = paid.lines.find((line) => line.sku === sku)!;
            return sum + unitPrice.amount + (included ? 0 : (tax?.amount ?? 0) / quantity);
          }, 0);
          const extra = index === refunds.length - 1 ? postageIn(currency).amount.amount : 0;
          expect(Math.abs(refund - extra - exact)).toBeLessThanOrEqual(step * paid.lines.length + 1e-6);
        });
      }),
    );
  });

  it('of three pieces with ten cents of tax are 3, 4 and 3 of it', () => {
    const line = { sku: 'S0', name: 'Thing', quantity: 3, unitPrice: eur(17), tax: eur(10) };
    const charges = [postageIn('EUR'), { kind: 'tax', amount: eur(10) }];
    const paid = { lines: [line], charges, total: eur(51 + 10 + 495) };
    expect(refundsOf(paid, [['S0'], ['S0'], ['S0']])).toEqual([20, 21, 20 + 495]);
  });
});
