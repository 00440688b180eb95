import { type Money, add, sum, times } from '@waybill/kernel';
import type { Charge, OrderLine } from './order.events.js';

/** Lines and charges; a charge that the prices include adds nothing. */
export function totalOf(lines: readonly OrderLine[], charges: readonly Charge[], currency: string): Money {
  const goods = lines.map(({ unitPrice, quantity }) => times(unitPrice, quantity));
  const beside = charges.filter(({ included }) => !included).map(({ amount }) => amount);
  return add(sum(goods, currency), sum(beside, currency));
}

/** Of the first line; `XXX`, ISO 4217 for none, where there is none yet. */
export function currencyOf([first]: readonly OrderLine[]): string {
  return first?.unitPrice.currency ?? 'XXX';
}
