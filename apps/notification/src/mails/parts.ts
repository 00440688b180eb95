import type { Address, orderLinesChanged } from '@waybill/contracts';
import { type DataOf, times } from '@waybill/kernel';
import type { Block } from './content.js';
import { countryText, moneyText } from './words.js';

type Priced = Pick<DataOf<typeof orderLinesChanged>, 'lines' | 'charges' | 'total'>;

/** The lines of an order with their prices, its charges and its total. */
export function goodsOf({ lines, charges, total }: Priced): Block {
  return {
    goods: lines.map(({ name, quantity, unitPrice }) => ({
      name,
      quantity: String(quantity),
      price: moneyText(times(unitPrice, quantity)),
    })),
    sums: [
      ...charges.map(({ kind, amount, included }) => {
        const name = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}${included ? ' (included)' : ''}`;
        return [name, moneyText(amount)] as const;
      }),
      ['Total', moneyText(total)],
    ],
  };
}

export function addressText({ name, line1, line2, city, region, postalCode, country }: Address): string {
  const place = [`${postalCode} ${city}`, region].filter(Boolean).join(', ');
  return [name, line1, line2, place, countryText(country)].filter(Boolean).join('\n');
}

/** `2 x TEA`, one per line, for messages that contain SKUs but no product names. */
export function piecesText(lines: readonly { readonly sku: string; readonly quantity: number }[]): string {
  return lines.map(({ sku, quantity }) => `${quantity} x ${sku}`).join('\n');
}
