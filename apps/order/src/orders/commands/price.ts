import type { Quantity, Sku } from '@waybill/contracts/ids';
import { isChargeable } from '@waybill/contracts/currencies';
import { DomainError, type Money, money, sum, times } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { products } from '../../catalog/product.js';
import type { TaxRates } from '../../tax/tax-rates.js';
import { type Charge, type OrderLine, currencyOf } from '../domain/lines.js';
import { type TaxMode, taxOf } from '../domain/tax.js';
import { catalogErrors } from '../../catalog/catalog.errors.js';

export interface Wanted {
  readonly sku: Sku;
  readonly quantity: Quantity;
}

/** A line at the current price, without tax. */
export interface Offer {
  readonly line: OrderLine;
  readonly taxClass: string;
}

export interface Quote {
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
}

export interface Pricing {
  /** Minor units, in the currency of the order. */
  readonly postage: number;
  readonly tax?: { readonly mode: TaxMode; readonly rates: TaxRates } | undefined;
}

/** The catalog's prices. Prices from the client are never used. */
export class PriceList {
  constructor(private readonly pricing: Pricing) {}

  /** Throws UNKNOWN_SKU and PRODUCT_RETIRED. */
  async offers(tx: Tx, wanted: readonly Wanted[]): Promise<Offer[]> {
    const { tenant } = tx.context;
    const rows = await Promise.all(wanted.map(({ sku }) => tx.read(products, { tenant, sku })));
    return wanted.map(({ sku, quantity }, index) => {
      const product = rows[index];
      if (!product)
        throw new DomainError(catalogErrors.UNKNOWN_SKU, `The catalog has no product ${sku}.`, { sku });
      const { name, price, currency, active, taxClass } = product;
      if (!active)
        throw new DomainError(catalogErrors.PRODUCT_RETIRED, `${name} is no longer sold.`, { sku });
      return { line: { sku, name, quantity, unitPrice: money(price, currency) }, taxClass };
    });
  }

  /**
   * Adds the tax to the lines, rounded per line, and returns them with the charges for postage and tax. Throws NOT_CHARGEABLE, so that no
   * order is placed that the payment provider must refuse.
   */
  quote(offers: readonly Offer[], country: string): Quote {
    const { postage, tax } = this.pricing;
    const lines = offers.map(({ line, taxClass }): OrderLine => {
      if (!tax) return line;
      const amount = times(line.unitPrice, line.quantity);
      return { ...line, tax: taxOf(amount, tax.rates.rateOf(country, taxClass), tax.mode) };
    });
    const currency = currencyOf(lines);
    const taxes = sum(
      lines.flatMap(({ tax: amount }) => (amount ? [amount] : [])),
      currency,
    );
    const charges: Charge[] = [];
    // An order without lines has no currency. It is refused when it is placed.
    if (postage > 0 && lines.length > 0) charges.push({ kind: 'postage', amount: money(postage, currency) });
    if (taxes.amount > 0)
      charges.push({ kind: 'tax', amount: taxes, ...(tax?.mode === 'inclusive' && { included: true }) });
    for (const { name, unitPrice } of lines) requireChargeable(`The price of ${name}`, unitPrice);
    for (const { kind, amount } of charges) requireChargeable(`The ${kind}`, amount);
    return { lines, charges };
  }
}

function requireChargeable(what: string, amount: Money): void {
  if (isChargeable(amount)) return;
  const { amount: units, currency } = amount;
  throw new DomainError(
    catalogErrors.NOT_CHARGEABLE,
    `${what} is ${units} minor units of ${currency}, which cannot be charged. Ask the shop to correct it.`,
    { currency },
  );
}
