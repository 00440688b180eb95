import { describe, expect, it } from '@jest/globals';
import { countryText, dayText, moneyText, orderNumber, pieces } from './words.js';

describe('words in mails', () => {
  it.each([
    [1250, 'EUR', '€12.50'],
    [1250, 'JPY', 'JP¥1,250'],
    [1250, 'KWD', 'KWD 1.250'],
    [100_000, 'HUF', 'HUF 1,000.00'],
    [1250, 'MGA', 'MGA 12.50'],
    [0, 'USD', 'US$0.00'],
    [-305, 'GBP', '-£3.05'],
    [9_007_199_254_740_991, 'EUR', '€90,071,992,547,409.91'],
  ])('write %d minor units of %s as %s', (amount, currency, text) => {
    expect(moneyText({ amount, currency }).replaceAll('\u00a0', ' ')).toBe(text);
  });

  it('name days, and leave alone what is none', () => {
    expect(dayText('2026-03-03T23:30:00.000Z')).toBe('Tuesday, 3 March 2026');
    expect(dayText('soon')).toBe('soon');
  });

  it('name countries, and leave alone what is none', () => {
    expect(countryText('AT')).toBe('Austria');
    expect(countryText('??')).toBe('??');
  });

  it('call an order by the end of its id', () => {
    expect(orderNumber('019aa5c2-7b1e-7c3a-9d4f-2b6c5f3a9c21')).toBe('#5F3A9C21');
  });

  it('count', () => {
    expect([pieces(1), pieces(2)]).toEqual(['1 item', '2 items']);
  });
});
