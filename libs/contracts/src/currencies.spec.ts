import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { money } from '@waybill/kernel';
import * as dinero from 'dinero.js/currencies';
import { currencies, isChargeable, isCurrency, minorDigits, smallestCharge } from './currencies.js';

interface CurrencyData {
  readonly supplemental: {
    readonly currencyData: {
      readonly region: Readonly<
        Record<string, readonly Readonly<Record<string, { _to?: string; _tender?: string }>>[]>
      >;
    };
  };
}

const TODAY = '2026-12-01';

/** The currencies that are tender somewhere today, by Unicode's data of regions. */
function tender(): string[] {
  const file = createRequire(import.meta.url).resolve('cldr-core/supplemental/currencyData.json');
  const data = JSON.parse(readFileSync(file, 'utf8')) as CurrencyData;
  const current = Object.values(data.supplemental.currencyData.region)
    .flatMap((uses) => uses.flatMap((use) => Object.entries(use)))
    .filter(([, { _to: until, _tender: isTender }]) => isTender !== 'false' && (until ?? TODAY) >= TODAY)
    .map(([code]) => code);
  return [...new Set(current)].sort();
}

describe('currencies', () => {
  it('are those that are tender somewhere, by another source, and two that ISO 4217 has besides', () => {
    expect(currencies).toEqual([...tender(), 'SVC', 'VED'].sort());
  });

  it.each(['BGN', 'HRK', 'ZWL', 'ANG', 'CUC', 'XAU', 'XTS', 'XXX', 'eur', 'EURO', ''])(
    'do not have "%s", which is withdrawn, no money or no code',
    (code) => {
      expect(isCurrency(code)).toBe(false);
    },
  );

  it('have the digits of another source, except two that it counts in fifths', () => {
    const theirs = Object.entries(dinero).filter(([code]) => isCurrency(code));
    const differing = theirs.filter(([code, { exponent }]) => exponent !== minorDigits(code));
    expect([theirs.length, differing.map(([code, { base }]) => [code, base])]).toEqual([
      currencies.length,
      [
        ['MGA', 5],
        ['MRU', 5],
      ],
    ]);
  });

  it.each([
    ['EUR', 2],
    ['HUF', 2],
    ['IDR', 2],
    ['COP', 2],
    ['PKR', 2],
    ['MGA', 2],
    ['JPY', 0],
    ['ISK', 0],
    ['UGX', 0],
    ['KWD', 3],
    ['BGN', 2],
  ])('%s has %d digits', (code, digits) => {
    expect(minorDigits(code)).toBe(digits);
  });
});

describe('amounts that can be charged', () => {
  it('have a last digit of 0 in currencies of three digits, and are whole in MGA', () => {
    const steps = currencies.map((code) => [code, smallestCharge(code)]);
    expect(Object.fromEntries(steps.filter(([, step]) => step !== 1))).toEqual({
      BHD: 10,
      IQD: 10,
      JOD: 10,
      KWD: 10,
      LYD: 10,
      MGA: 100,
      OMR: 10,
      TND: 10,
    });
  });

  it.each([
    [12_340, 'KWD', true],
    [12_345, 'KWD', false],
    [1_500, 'MGA', true],
    [1_550, 'MGA', false],
    [0, 'KWD', true],
    [1, 'EUR', true],
    [100, 'BGN', false],
  ])('%d %s: %s', (amount, currency, expected) => {
    expect(isChargeable(money(amount, currency))).toBe(expected);
  });
});
