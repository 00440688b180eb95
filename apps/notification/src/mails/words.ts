import type { Money } from '@waybill/kernel';

const LOCALE = 'en-GB';
const formats = new Map<string, { format: Intl.NumberFormat; digits: number }>();

/** `€12.50` from 1250 minor units; how many digits a currency has, Intl knows. */
export function moneyText({ amount, currency }: Money): string {
  let known = formats.get(currency);
  if (!known) {
    const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency });
    known = { format, digits: format.resolvedOptions().maximumFractionDigits ?? 2 };
    formats.set(currency, known);
  }
  // As decimal text, so that no amount is rounded on its way through a fraction.
  return known.format.format(`${amount}e-${known.digits}` as `${number}`);
}

const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'full', timeZone: 'UTC' });

/** `Tuesday, 3 March 2026` from an ISO instant; what is none stays as it is. */
export function dayText(iso: string): string {
  const at = new Date(iso);
  return Number.isNaN(at.getTime()) ? iso : days.format(at);
}

const countries = new Intl.DisplayNames(LOCALE, { type: 'region', fallback: 'code' });

/** `Austria` from `AT`. */
export function countryText(code: string): string {
  try {
    return countries.of(code) ?? code;
  } catch {
    return code;
  }
}

/** What people call an order: the end of its id, where ids of the same minute differ. */
export function orderNumber(orderId: string): string {
  return `#${orderId.replaceAll('-', '').slice(-8).toUpperCase()}`;
}

export function pieces(count: number): string {
  return count === 1 ? '1 item' : `${count} items`;
}
