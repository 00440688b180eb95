import { describe, expect, it } from '@jest/globals';
import { currencies, minorDigits, smallestCharge } from '@waybill/contracts/currencies';
import { money } from '@waybill/kernel';
import { amountOf, moneyOf } from './stripe-translation.js';

describe('an amount that can be charged', () => {
  it.each(currencies)('in %s is a whole number at Stripe, and the same when it comes back', (currency) => {
    for (const times of [1, 7, 1_234]) {
      const asked = money(times * smallestCharge(currency), currency);
      const { amount, currency: code } = amountOf(asked);
      expect([amount, code]).toEqual([Math.round(amount), currency.toLowerCase()]);
      if (minorDigits(currency) === 3) expect(amount % 10).toBe(0);
      expect(moneyOf(amount, code)).toEqual(asked);
    }
  });
});
