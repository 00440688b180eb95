import { describe, expect, it } from '@jest/globals';
import { BAZAAR_EXAMPLE, translateBazaar } from './bazaar.js';

const example = JSON.parse(BAZAAR_EXAMPLE) as Record<string, object>;
const translate = (changes: object = {}) => translateBazaar(JSON.stringify({ ...example, ...changes }));
const refusal = (changes: object) => {
  const { externalId, refusal: error } = translate(changes);
  const { code, message, errors } = error as Error & { code?: string; errors?: object[] };
  return { externalId, code, ...(errors ? { errors } : { message }) };
};
const orderWith = (changes: object) => translate(changes).order;

describe('an order of the marketplace Bazaar', () => {
  it('becomes one of ours', () => {
    expect(translate()).toEqual({
      externalId: 'BZ-1001',
      order: {
        marketplace: 'bazaar',
        externalId: 'BZ-1001',
        soldAt: new Date('2026-11-21T10:00:00Z'),
        customerId: 'bazaar:b-48211',
        customerName: 'Grace Hopper',
        email: 'b-48211@buyers.bazaar.example',
        lines: [{ sku: 'MUG-BLUE', quantity: 2 }],
        shippingAddress: {
          name: 'Grace Hopper',
          line1: '3 Compiler Court',
          city: 'London',
          postalCode: 'SW1Y 4JH',
          country: 'GB',
        },
        expectedTotal: { amount: 2995, currency: 'EUR' },
      },
    });
  });

  it('has one line per SKU, in pieces, whatever the listings sell', () => {
    const items = [
      { seller_sku: 'MUG', packs: 1, pack_size: 6 },
      { seller_sku: 'TEA', packs: 3 },
      { seller_sku: 'MUG', packs: 2, pack_size: 1 },
    ];
    expect(orderWith({ items })?.lines).toEqual([
      { sku: 'MUG', quantity: 8 },
      { sku: 'TEA', quantity: 3 },
    ]);
  });

  it('may have a second line of address, and a county', () => {
    const ship_to = { ...example['ship_to'], street: ['The Mill', '7 Weir Lane'], county: 'Kent' };
    expect(orderWith({ ship_to })?.shippingAddress).toMatchObject({
      line1: 'The Mill',
      line2: '7 Weir Lane',
      region: 'Kent',
    });
  });

  it('may hold words that are not known yet', () => {
    expect(translate({ gift_wrap: true })).toEqual(translate());
  });

  it.each([
    ['29.95', 'EUR', 2995],
    ['29.9', 'EUR', 2990],
    ['29', 'EUR', 2900],
    ['0.07', 'EUR', 7],
    ['2995', 'JPY', 2995],
    ['1.234', 'KWD', 1234],
    ['999999999.99', 'EUR', 99_999_999_999],
  ])('costs %s %s, which are %d minor units', (amount, currency, minor) => {
    expect(orderWith({ grand_total: { amount, currency } })?.expectedTotal).toEqual({
      amount: minor,
      currency,
    });
  });

  it.each(['29.955', '-1', '1e3', '29,95', '', '.5', ' 1', '1234567890'])(
    'never costs "%s" euros',
    (amount) => {
      expect(refusal({ grand_total: { amount, currency: 'EUR' } })).toMatchObject({ code: 'INVALID_PRICE' });
    },
  );

  it.each([
    ['AWAITING_PAYMENT', 'NOT_PAID_YET', 'the buyer has not paid'],
    ['CANCELLED', 'CANCELLED_AT_MARKETPLACE', 'the marketplace has cancelled the order'],
    ['DISPATCHED', 'DISPATCHED_AT_MARKETPLACE', 'the marketplace reports that the order was sent'],
  ])('that is %s is not placed: %s', (state, code, message) => {
    expect(refusal({ state })).toEqual({ externalId: 'BZ-1001', code, message });
  });

  it('is refused with where it is wrong, in the marketplace’s words', () => {
    const ship_to = { ...example['ship_to'], country: 'XKX' };
    expect(refusal({ ship_to, items: [{ seller_sku: 'MUG', packs: 0 }] })).toEqual({
      externalId: 'BZ-1001',
      code: 'VALIDATION_FAILED',
      errors: [
        {
          pointer: '/ship_to/country',
          code: 'COUNTRY_UNKNOWN',
          detail: 'must be an ISO 3166 alpha-3 code, such as GBR',
        },
        {
          pointer: '/items/0/packs',
          code: 'VALIDATION_FAILED',
          detail: 'Too small: expected number to be >=1',
        },
      ],
    });
  });

  it('has a name without control characters', () => {
    const buyer = { ...example['buyer'], full_name: 'Grace\u0007Hopper' };
    expect(refusal({ buyer })).toMatchObject({ errors: [{ pointer: '/buyer/full_name' }] });
  });

  it.each(['Grace\0Hopper', 'Grace\ud800Hopper'])(
    'is refused with text that cannot be stored: %j',
    (name) => {
      expect(refusal({ buyer: { ...example['buyer'], full_name: name } })).toMatchObject({
        code: 'BAD_TEXT',
      });
    },
  );

  it('is refused with a field twice', () => {
    expect(translateBazaar('{"order_ref":"BZ-1","order_ref":"BZ-2"}')).toMatchObject({
      refusal: { code: 'FIELD_REPEATED' },
    });
  });

  it('is refused where it is nested too deep', () => {
    const deep = '['.repeat(33) + ']'.repeat(33);
    expect(translateBazaar(`{"order_ref":"BZ-1","x":${deep}}`)).toMatchObject({
      refusal: { code: 'BODY_TOO_DEEP' },
    });
  });

  it.each([
    [{ buyer: { ...example['buyer'], full_name: 'Grace\u0007' } }, '/buyer/full_name'],
    [{ ship_to: { ...example['ship_to'], town: 'Lon\u202edon' } }, '/ship_to/town'],
    [{ ship_to: { ...example['ship_to'], postcode: '  ' } }, '/ship_to/postcode'],
    [{ sold_at: 253_402_300_800 }, '/sold_at'],
  ])('is refused with a value that no request may have: %j', (changes, pointer) => {
    expect(refusal(changes)).toMatchObject({ code: 'VALIDATION_FAILED', errors: [{ pointer }] });
  });

  it.each(['', 'BZ-1', '{"order_ref":"BZ-1"', 'null', '[]', '{}'])('is never «%s»', (line) => {
    expect(translateBazaar(line)).toEqual({ refusal: expect.any(Error) });
  });
});
