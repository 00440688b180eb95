import { describe, expect, it } from '@jest/globals';
import { money } from '@waybill/kernel';
import { taxRates } from '../../tax/tax-rates.js';
import { totalOf } from '../domain/lines.js';
import { type Offer, PriceList } from './price.js';

const eur = (amount: number) => money(amount, 'EUR');
const rates = taxRates({ DE: { standard: 19, reduced: 7 }, GB: { standard: 20, books: 0 } });
const mug: Offer = {
  line: { sku: 'MUG', name: 'Mug', quantity: 3, unitPrice: eur(333) },
  taxClass: 'standard',
};
const book: Offer = {
  line: { sku: 'BOOK', name: 'Book', quantity: 1, unitPrice: eur(1499) },
  taxClass: 'reduced',
};
const postage = { kind: 'postage', amount: eur(495) };
const quote = (mode: 'inclusive' | 'exclusive', country: string, offers = [mug, book]) =>
  new PriceList({ postage: 495, tax: { mode, rates } }).quote(offers, country);

describe('a quote', () => {
  it('rounds the tax of each line, by its class, and adds it up in one charge', () => {
    const { lines, charges } = quote('exclusive', 'DE');
    expect(lines).toEqual([
      { ...mug.line, tax: eur(190) },
      { ...book.line, tax: eur(105) },
    ]);
    expect(charges).toEqual([postage, { kind: 'tax', amount: eur(295) }]);
    expect(totalOf(lines, charges, 'EUR')).toEqual(eur(999 + 1499 + 495 + 295));
  });

  it('names the tax that prices hold, and adds nothing for it', () => {
    const { lines, charges } = quote('inclusive', 'DE');
    expect(charges).toEqual([postage, { kind: 'tax', amount: eur(160 + 98), included: true }]);
    expect(totalOf(lines, charges, 'EUR')).toEqual(eur(999 + 1499 + 495));
  });

  it('takes a class that the country does not name as its standard', () => {
    expect(quote('exclusive', 'GB').charges).toContainEqual({ kind: 'tax', amount: eur(200 + 300) });
  });

  it('has no charge where nothing is taken', () => {
    expect(quote('exclusive', 'AQ').charges).toEqual([postage]);
    expect(quote('exclusive', 'GB', [{ ...book, taxClass: 'books' }]).charges).toEqual([postage]);
  });

  it('without tax and postage is the lines as they are', () => {
    const none = new PriceList({ postage: 0 }).quote([mug, book], 'DE');
    expect(none).toEqual({ lines: [mug.line, book.line], charges: [] });
  });
});
