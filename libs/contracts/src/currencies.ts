import type { Money } from '@waybill/kernel';
import currencyCodes from 'currency-codes';

/** Of the amendments to ISO 4217 since 25 June 2024, the day of the list in `currency-codes`. */
const ADDED: readonly (readonly [code: string, digits: number])[] = [['XCG', 2]];
/** ANG became XCG on 31 March 2025, BGN became EUR on 1 January 2026, and CUC is no tender since 2021. */
const WITHDRAWN = ['ANG', 'BGN', 'CUC'];
/** Codes of funds, metals, units of account and tests: no customer pays with them. */
const NOT_CASH =
  'BOV CHE CHW CLF COU MXV USN UYI UYW XAG XAU XBA XBB XBC XBD XDR XPD XPT XSU XTS XUA XXX'.split(' ');

const LEFT_OUT = new Set([...WITHDRAWN, ...NOT_CASH]);
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...currencyCodes.data
    .filter(({ code }) => !LEFT_OUT.has(code))
    .map(({ code, digits }) => [code, digits] as const),
  ...ADDED,
]);

/** The current currencies of ISO 4217 in which customers pay, by code. */
export const currencies: readonly string[] = [...DIGITS.keys()].sort();

/** The code of ISO 4217 for no currency. */
export const NO_CURRENCY = 'XXX';

export function isCurrency(code: string): boolean {
  return DIGITS.has(code);
}

/**
 * How many decimal digits an amount in minor units has, by ISO 4217: 2 for EUR and HUF, 0 for JPY, 3 for KWD. Not those of `Intl`, which
 * has the digits that people usually see: none for HUF. Currencies that are withdrawn or unknown have 2, so that old orders can be shown.
 */
export function minorDigits(currency: string): number {
  return DIGITS.get(currency) ?? 2;
}

/**
 * The smallest amount that can be charged, in minor units; every charge and refund is a multiple of it. The payment provider takes amounts
 * with three decimals only when the last is 0, and MGA without decimals. Source: https://docs.stripe.com/currencies, December 2026.
 */
export function smallestCharge(currency: string): number {
  if (currency === 'MGA') return 100;
  return minorDigits(currency) === 3 ? 10 : 1;
}

/** Whether the payment provider can charge the amount as it is. */
export function isChargeable({ amount, currency }: Money): boolean {
  return isCurrency(currency) && amount % smallestCharge(currency) === 0;
}
