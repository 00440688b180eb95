import { z } from 'zod';
import type { Cost } from '../shipments/domain/shipment.js';

/** The countries that a carrier serves, and its price per parcel. The customer pays the order's postage instead. */
export const tariff = z.object({
  carrier: z.string().min(1).max(100),
  countries: z.array(z.string().length(2)).min(1),
  amount: z.int().min(0),
  currency: z.string().length(3).default('EUR'),
});
export type Tariff = z.infer<typeof tariff>;

const EUROPE =
  'AD AL AT BA BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM UA VA';
const OVERSEAS = 'AE AU BR CA CL HK IL IN JP KR MX MY NZ SA SG TH TR TW US ZA';

/** The tariffs of the sandbox's carriers. */
export const SANDBOX_TARIFFS: readonly Tariff[] = [
  { carrier: 'Wayfarer Parcels', countries: EUROPE.split(' '), amount: 410, currency: 'EUR' },
  { carrier: 'Wayfarer Parcels', countries: OVERSEAS.split(' '), amount: 1_450, currency: 'EUR' },
  { carrier: 'Northern Post', countries: ['DK', 'FI', 'IS', 'NO', 'SE'], amount: 360, currency: 'EUR' },
  {
    carrier: 'Pacific Air',
    countries: ['AU', 'JP', 'KR', 'NZ', 'SG', 'TW', 'US'],
    amount: 1_280,
    currency: 'EUR',
  },
];

export interface Offer {
  readonly carrier: string;
  readonly cost: Cost;
}

export class Tariffs {
  constructor(private readonly table: readonly Tariff[]) {}

  /** The cheapest of those that serve the country; the first one if two have the same price. */
  cheapest(country: string): Offer | undefined {
    const [best] = this.table
      .filter(({ countries }) => countries.includes(country))
      .toSorted((one, other) => one.amount - other.amount);
    return best && { carrier: best.carrier, cost: { amount: best.amount, currency: best.currency } };
  }
}
