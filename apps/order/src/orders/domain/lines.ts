import type { Quantity, Sku } from '@waybill/contracts/ids';
import { type Money, add, sum, times } from '@waybill/kernel';

export interface OrderLine {
  readonly sku: Sku;
  readonly name: string;
  readonly quantity: Quantity;
  readonly unitPrice: Money;
  /** Tax of the whole line; the tax charge shows whether the price includes it. Absent without tax, and in a draft. */
  readonly tax?: Money;
}

/** What is paid besides the lines: postage, tax. */
export interface Charge {
  readonly kind: string;
  readonly amount: Money;
  /** The prices include it: it adds nothing to the total. */
  readonly included?: boolean;
}

/** Units of one SKU. */
export interface Units {
  readonly sku: Sku;
  readonly quantity: Quantity;
}

/** Units in one warehouse; in the default one when none is named. */
export interface StockedUnits extends Units {
  readonly warehouse?: string | undefined;
}

/** Returned units of one SKU: those that can be sold again, and those that cannot. */
export interface ReceivedUnits {
  readonly sku: Sku;
  readonly restocked: Quantity;
  readonly writtenOff: Quantity;
}

/** Why something was refused, for programs and for people. */
export interface Refusal {
  readonly code: string;
  readonly detail: string;
}

/** Lines plus charges. Throws CURRENCY_MIXED. */
export function totalOf(lines: readonly OrderLine[], charges: readonly Charge[], currency: string): Money {
  const items = lines.map(({ unitPrice, quantity }) => times(unitPrice, quantity));
  const added = charges.filter(({ included }) => !included).map(({ amount }) => amount);
  return add(sum(items, currency), sum(added, currency));
}

/** The currency of the first line; `XXX` (ISO 4217: no currency) without lines. */
export function currencyOf([first]: readonly OrderLine[]): string {
  return first?.unitPrice.currency ?? 'XXX';
}

export function unitsOf({ sku, restocked, writtenOff }: ReceivedUnits): Units {
  return { sku, quantity: restocked + writtenOff };
}

export function quantityOf(units: readonly Units[], sku: Sku): number {
  return units.reduce((total, one) => total + (one.sku === sku ? one.quantity : 0), 0);
}

/** What is left of the units. */
export function without(units: readonly Units[], removed: readonly Units[]): Units[] {
  return units.flatMap(({ sku, quantity }) => {
    const left = quantity - quantityOf(removed, sku);
    return left > 0 ? [{ sku, quantity: left }] : [];
  });
}

/** True when some units come from another warehouse than the default one. */
export function isElsewhere(stocked: readonly StockedUnits[]): boolean {
  return stocked.some(({ warehouse }) => warehouse !== undefined);
}
