import { NO_CURRENCY } from '@waybill/contracts/currencies';
import type { Quantity, Sku } from '@waybill/contracts/ids';
import { type Money, add, sum, times } from '@waybill/kernel';

export interface OrderLine {
  readonly sku: Sku;
  readonly name: string;
  readonly quantity: Quantity;
  readonly unitPrice: Money;
  /** Tax of the whole line; the tax charge shows whether the price includes it. Absent in a draft and when no tax applies. */
  readonly tax?: Money;
}

/** What the customer pays besides the lines: postage, tax. */
export interface Charge {
  readonly kind: string;
  readonly amount: Money;
  /** True if the prices include the charge, so that it adds nothing to the total. */
  readonly included?: boolean;
}

/** Units of one SKU. */
export interface Units {
  readonly sku: Sku;
  readonly quantity: Quantity;
}

/** Units in one warehouse, by default in the default warehouse. */
export interface StockedUnits extends Units {
  readonly warehouse?: string | undefined;
}

/** Returned units of one SKU: those that can be sold again (`restocked`), and those that cannot (`writtenOff`). */
export interface ReceivedUnits {
  readonly sku: Sku;
  readonly restocked: Quantity;
  readonly writtenOff: Quantity;
}

/** Why something was refused: a code for programs, a text for people. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

/** The price of all units of a line. Throws AMOUNT_OUT_OF_RANGE. */
export function amountOf({ unitPrice, quantity }: OrderLine): Money {
  return times(unitPrice, quantity);
}

/** Lines plus charges. Throws CURRENCY_MIXED. */
export function totalOf(lines: readonly OrderLine[], charges: readonly Charge[], currency: string): Money {
  const items = lines.map(amountOf);
  const added = charges.filter(({ included }) => !included).map(({ amount }) => amount);
  return add(sum(items, currency), sum(added, currency));
}

/** The currency of the first line; NO_CURRENCY without lines. */
export function currencyOf([first]: readonly OrderLine[]): string {
  return first?.unitPrice.currency ?? NO_CURRENCY;
}

export function unitsOf({ sku, restocked, writtenOff }: ReceivedUnits): Units {
  return { sku, quantity: restocked + writtenOff };
}

export function quantityOf(units: readonly Units[], sku: Sku): number {
  return units.reduce((total, one) => total + (one.sku === sku ? one.quantity : 0), 0);
}

/** The units without those that are removed. */
export function without(units: readonly Units[], removed: readonly Units[]): Units[] {
  return units.flatMap(({ sku, quantity }) => {
    const left = quantity - quantityOf(removed, sku);
    return left > 0 ? [{ sku, quantity: left }] : [];
  });
}

/** True if some units come from a warehouse other than the default one. */
export function isElsewhere(stocked: readonly StockedUnits[]): boolean {
  return stocked.some(({ warehouse }) => warehouse !== undefined);
}

export function unitsOfLines(lines: readonly OrderLine[]): Units[] {
  return lines.map(({ sku, quantity }) => ({ sku, quantity }));
}
