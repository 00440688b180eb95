import { describe, expect, it } from '@jest/globals';
import { add, money, sameMoney, subtract, sum, times } from './money.js';

const eur = (amount: number) => money(amount, 'EUR');

describe('money', () => {
  it('is added, subtracted and multiplied in minor units', () => {
    expect(add(eur(10), eur(5))).toEqual({ amount: 15, currency: 'EUR' });
    expect(subtract(eur(10), eur(15))).toEqual({ amount: -5, currency: 'EUR' });
    expect(times(eur(333), 3)).toEqual({ amount: 999, currency: 'EUR' });
    expect(sum([eur(1), eur(2), eur(3)], 'EUR')).toEqual({ amount: 6, currency: 'EUR' });
  });

  it('sums an empty list to zero', () => {
    expect(sum([], 'JPY')).toEqual({ amount: 0, currency: 'JPY' });
  });

  it('has no negative zero', () => {
    expect(times(eur(0), -1)).toEqual({ amount: 0, currency: 'EUR' });
  });

  it.each([0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('is never %d', (amount) => {
    expect(() => eur(amount)).toThrow(expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }));
  });

  it('throws beyond the safe integers', () => {
    const most = eur(Number.MAX_SAFE_INTEGER);
    expect(() => add(most, eur(1))).toThrow(expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }));
    expect(() => times(most, 2)).toThrow(expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }));
    expect(() => times(eur(1), 0.1)).toThrow(expect.objectContaining({ code: 'AMOUNT_OUT_OF_RANGE' }));
  });

  it('of two currencies cannot be added, subtracted or summed', () => {
    const mixed = expect.objectContaining({ code: 'CURRENCY_MIXED' }) as unknown as Error;
    expect(() => add(eur(1), money(1, 'USD'))).toThrow(mixed);
    expect(() => subtract(eur(1), money(1, 'USD'))).toThrow(mixed);
    expect(() => sum([eur(1)], 'USD')).toThrow(mixed);
  });

  it('is equal if amount and currency are equal', () => {
    expect([
      sameMoney(eur(1), eur(1)),
      sameMoney(eur(1), eur(2)),
      sameMoney(eur(1), money(1, 'USD')),
    ]).toEqual([true, false, false]);
  });
});
