import { isCurrency, minorDigits } from '@waybill/contracts/currencies';
import { DomainError, type Money, money } from '@waybill/kernel';
import { invalidInput, issue, parseJson, personName, singleLine } from '@waybill/platform';
// Without the names of the countries in 80 languages.
import countries from 'i18n-iso-countries/index.js';
import { z } from 'zod';
import type { Address } from '../orders/order-summary.js';
import type { Wanted } from '../orders/commands/price.js';
import type { MarketplaceOrder, Translation } from './marketplace-order.js';
import { importErrors } from './import.errors.js';
import { catalogErrors } from '../catalog/catalog.errors.js';
import { currencyUnknown } from '../catalog/currency-code.js';
import { orderErrors } from '../orders/domain/order.errors.js';

/** Bazaar's terms are used in this file only. Fields that are not listed are ignored. */
const ref = (most: number) => z.string().regex(new RegExp(`^[!-~]{1,${most}}$`), 'must be visible ASCII');

const country = z.string().transform((code, { addIssue }) => {
  const ours = /^[A-Z]{3}$/.test(code) ? countries.alpha3ToAlpha2(code) : undefined;
  if (!ours) addIssue(issue(orderErrors.COUNTRY_UNKNOWN, 'must be an ISO 3166 alpha-3 code, such as GBR'));
  return ours ?? z.NEVER;
});

const total = z
  .object({ amount: z.string(), currency: z.string() })
  .transform(({ amount, currency }, { addIssue }) => {
    const read = moneyOf(amount, currency);
    if (typeof read === 'string') addIssue(read);
    return typeof read === 'string' ? z.NEVER : read;
  });

/** Of the year 9999. */
const LAST_SECOND = 253_402_300_799;

const notice = z.object({
  order_ref: ref(64),
  state: z.enum(['AWAITING_PAYMENT', 'PAID', 'DISPATCHED', 'CANCELLED']),
  /** Unix time in seconds. */
  sold_at: z.int().min(0).max(LAST_SECOND),
  buyer: z.object({ ref: ref(64), full_name: personName(200), relay_mail: z.email().max(254) }),
  ship_to: z.object({
    recipient: personName(200),
    street: z.array(singleLine(200)).min(1).max(2),
    town: singleLine(100),
    county: singleLine(100).nullish(),
    postcode: singleLine(20),
    country,
  }),
  items: z
    .array(
      z.object({
        /** Our SKU, which we gave the marketplace when we listed the product. */
        seller_sku: singleLine(64),
        packs: z.int().min(1).max(100_000),
        /** Units per pack. */
        pack_size: z.int().min(1).max(1_000).default(1),
      }),
    )
    .min(1)
    .max(1_000),
  grand_total: total,
});
type Notice = z.infer<typeof notice>;

/** One line of the feed. */
export const BAZAAR_EXAMPLE = JSON.stringify({
  order_ref: 'BZ-1001',
  state: 'PAID',
  sold_at: 1_795_255_200,
  buyer: { ref: 'b-48211', full_name: 'Grace Hopper', relay_mail: 'b-48211@buyers.bazaar.example' },
  ship_to: {
    recipient: 'Grace Hopper',
    street: ['3 Compiler Court'],
    town: 'London',
    postcode: 'SW1Y 4JH',
    country: 'GBR',
  },
  items: [{ seller_sku: 'MUG-BLUE', packs: 1, pack_size: 2 }],
  grand_total: { amount: '29.95', currency: 'EUR' },
});

/** Parses one line of Bazaar's feed. */
export function translateBazaar(line: string): Translation {
  let json: unknown;
  try {
    json = parseJson('the line', line);
  } catch (error) {
    return { refusal: error as Error };
  }
  const externalId = notice.pick({ order_ref: true }).safeParse(json).data?.order_ref;
  const { data, error } = notice.safeParse(json);
  if (error) return { externalId, refusal: invalidInput(error.issues) };
  const refusal = refusalOf(data.state);
  return refusal ? { externalId, refusal } : { externalId, order: orderOf(data) };
}

/** Refuses orders that are not paid yet, and orders that need no shipment any more. */
function refusalOf(state: Notice['state']): DomainError | undefined {
  switch (state) {
    case 'PAID':
      return undefined;
    case 'AWAITING_PAYMENT':
      return new DomainError(importErrors.NOT_PAID_YET, 'the buyer has not paid');
    case 'CANCELLED':
      return new DomainError(
        importErrors.CANCELLED_AT_MARKETPLACE,
        'the marketplace has cancelled the order',
      );
    case 'DISPATCHED':
      return new DomainError(
        importErrors.DISPATCHED_AT_MARKETPLACE,
        'the marketplace reports that the order was sent',
      );
  }
}

function orderOf({ order_ref, sold_at, buyer, ship_to, items, grand_total }: Notice): MarketplaceOrder {
  return {
    marketplace: 'bazaar',
    externalId: order_ref,
    soldAt: new Date(sold_at * 1_000),
    customerId: `bazaar:${buyer.ref}`,
    customerName: buyer.full_name,
    email: buyer.relay_mail,
    lines: linesOf(items),
    shippingAddress: addressOf(ship_to),
    expectedTotal: grand_total,
  };
}

/** Adds up the packs: Bazaar may list a product several times, in packs of different sizes. Our orders have one line per SKU. */
function linesOf(items: Notice['items']): Wanted[] {
  const pieces = new Map<string, number>();
  for (const { seller_sku: sku, packs, pack_size } of items)
    pieces.set(sku, (pieces.get(sku) ?? 0) + packs * pack_size);
  return [...pieces].map(([sku, quantity]) => ({ sku, quantity }));
}

function addressOf({ recipient, street, town, county, postcode, country }: Notice['ship_to']): Address {
  const [line1 = '', line2] = street;
  return {
    name: recipient,
    line1,
    ...(line2 !== undefined && { line2 }),
    city: town,
    ...(county && { region: county }),
    postalCode: postcode,
    country,
  };
}

/**
 * Converts a decimal amount to minor units: `"29.95"` in `EUR` and `"2995"` in `JPY` are both 2995. Returns the problem if it is invalid.
 */
function moneyOf(amount: string, currency: string): Money | string {
  if (!isCurrency(currency)) return currencyUnknown;
  const digits = minorDigits(currency);
  const [, whole, fraction = ''] = /^(\d{1,9})(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === undefined || fraction.length > digits)
    return issue(
      catalogErrors.INVALID_PRICE,
      `must be a decimal number in a string with at most ${digits} decimals`,
    );
  return money(Number(whole + fraction.padEnd(digits, '0')), currency);
}
