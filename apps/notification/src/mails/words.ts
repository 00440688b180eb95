import { minorDigits } from '@waybill/contracts/currencies';
import type { Money } from '@waybill/kernel';

const LOCALE = 'en-GB';
const formats = new Map<string, Intl.NumberFormat>();

/** Formats 1250 minor units of EUR as `€12.50`, with all digits of the minor unit: `HUF 12.50`. */
export function moneyText({ amount, currency }: Money): string {
  const digits = minorDigits(currency);
  let format = formats.get(currency);
  if (!format) {
    const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
    format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency, ...shown });
    formats.set(currency, format);
  }
  // Format decimal text, so that no division rounds the amount.
  return format.format(`${amount}e-${digits}` as `${number}`);
}

const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeZone: 'UTC' });

/** Formats an ISO 8601 timestamp as `Tuesday, 3 March 2026` (UTC). Returns other text unchanged. */
export function dayText(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : days.format(at);
}

const countries = new Intl.DisplayNames(LOCALE, { type: 'region', fallback: 'code' });

/** The name of a country: `Austria` for `AT`. */
export function countryText(code: string): string {
  try {
    return countries.of(code) ?? code;
  } catch {
    return code;
  }
}

/** The short number of an order for people: the last 8 digits of its id, because ids of the same minute begin alike. */
export function orderNumber(orderId: string): string {
  return `#${orderId.replaceAll('-', '').slice(-8).toUpperCase()}`;
}

export function pieces(count: number): string {
  return count === 1 ? '1 item' : `${count} items`;
}
