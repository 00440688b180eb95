import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TaxMode } from '../orders/domain/tax.js';

/** Tax rates in percent, by country and by the tax class of the product. */
export interface TaxRates {
  rateOf(country: string, taxClass: string): number;
}

const percent = z.number().min(0).max(1_000).multipleOf(0.001);
const rateTable = z.record(
  z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166 alpha-2 code'),
  z.object({ standard: percent }).catchall(percent),
);
export type RateTable = z.infer<typeof rateTable>;

/** Example rates of 2026. In production, set TAX_RATES. */
export const COMMON_RATES: RateTable = {
  AT: { standard: 20, reduced: 10 },
  BE: { standard: 21, reduced: 6 },
  CH: { standard: 8.1, reduced: 2.6 },
  DE: { standard: 19, reduced: 7 },
  ES: { standard: 21, reduced: 10 },
  FR: { standard: 20, reduced: 5.5 },
  GB: { standard: 20, reduced: 5, zero: 0 },
  IE: { standard: 23, reduced: 13.5, zero: 0 },
  IT: { standard: 22, reduced: 10 },
  NL: { standard: 21, reduced: 9 },
};

/** The rate is 0 for a country that is not in the table. A class that the country does not list has its `standard` rate. */
export function taxRates(table: RateTable): TaxRates {
  return {
    rateOf(country, taxClass) {
      const rates = table[country];
      return rates ? (rates[taxClass] ?? rates.standard) : 0;
    },
  };
}

/** The taxation according to the settings `TAX` and `TAX_RATES`; undefined if no tax is charged. */
export function taxation(
  mode: 'none' | TaxMode,
  table: RateTable = COMMON_RATES,
): { readonly mode: TaxMode; readonly rates: TaxRates } | undefined {
  return mode === 'none' ? undefined : { mode, rates: taxRates(table) };
}

/** Parses a setting: the table as JSON, or the path of a JSON file. */
export const taxTable = z.string().transform((text, context): RateTable => {
  try {
    return rateTable.parse(JSON.parse(text.trimStart().startsWith('{') ? text : readFileSync(text, 'utf8')));
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    context.addIssue({ code: 'custom', message: `is no table of tax rates: ${why}` });
    return z.NEVER;
  }
});
