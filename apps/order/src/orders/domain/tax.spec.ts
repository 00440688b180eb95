import { describe, expect, it } from '@jest/globals';
import { money } from '@waybill/kernel';
import fc from 'fast-check';
import { taxOf } from './tax.js';

const eur = (amount: number) => money(amount, 'EUR');

describe('the tax of a line', () => {
  it.each([
    { amount: 1000, percent: 19, mode: 'exclusive', tax: 190 },
    { amount: 1190, percent: 19, mode: 'inclusive', tax: 190 },
    { amount: 250, percent: 19, mode: 'exclusive', tax: 48 },
    { amount: 250, percent: 5.5, mode: 'exclusive', tax: 14 },
    { amount: 10, percent: 5, mode: 'exclusive', tax: 1 },
    { amount: 9, percent: 5, mode: 'exclusive', tax: 0 },
    { amount: 1299, percent: 8.875, mode: 'exclusive', tax: 115 },
    { amount: 1299, percent: 8.1, mode: 'inclusive', tax: 97 },
    { amount: 0, percent: 20, mode: 'exclusive', tax: 0 },
    { amount: 1000, percent: 0, mode: 'inclusive', tax: 0 },
  ] as const)('of $amount at $percent %, $mode, is $tax: halves are rounded up', (line) => {
    expect(taxOf(eur(line.amount), line.percent, line.mode)).toEqual(eur(line.tax));
  });

  it('is exact where a fraction would not be', () => {
    expect(taxOf(eur(9_007_199_254_740_990), 19, 'exclusive')).toEqual(eur(1_711_367_858_400_788));
  });

  it.each([
    ['KWD', 12_340, 2_340],
    ['KWD', 12_370, 2_350],
    ['MGA', 12_300, 2_300],
    ['HUF', 12_345, 2_346],
    ['JPY', 1_234, 234],
  ])('in %s is a multiple of what can be charged: %d has %d', (currency, base, tax) => {
    expect(taxOf(money(base, currency), 19, 'exclusive')).toEqual(money(tax, currency));
  });

  const amount = fc.integer({ min: 0, max: 1_000_000_000 });
  const percent = fc.integer({ min: 0, max: 30_000 }).map((thousandths) => thousandths / 1_000);

  it('is never more than half a cent away from the exact one', () => {
    fc.assert(
      fc.property(amount, percent, (base, rate) => {
        const { amount: tax } = taxOf(eur(base), rate, 'exclusive');
        expect(Math.abs(tax - (base * rate) / 100)).toBeLessThanOrEqual(0.5 + 1e-6);
      }),
    );
  });

  it('in a price is the tax on top of what the price is without it', () => {
    fc.assert(
      fc.property(amount, percent, (net, rate) => {
        const tax = taxOf(eur(net), rate, 'exclusive').amount;
        expect(taxOf(eur(net + tax), rate, 'inclusive').amount).toBe(tax);
      }),
    );
  });
});
