import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type OneService, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

const address = { name: 'Ada', line1: '12 Square', city: 'Berlin', postalCode: '10115', country: 'DE' };

let order: OneService;
let boss: Api;
let ada: Api;
beforeAll(async () => {
  order = await startOneService(orderApp, { POSTAGE: '495' });
  boss = await order.api({ sub: 'boss', admin: true });
  ada = await order.api();
});
afterAll(() => order?.stop());

const list = (sku: string, amount: number, currency: string) =>
  boss.call('PUT', `/v1/products/${sku}`, { body: { name: 'Mug', price: { amount, currency } } });
const place = (sku: string) =>
  ada.call('POST', '/v1/orders', {
    body: { lines: [{ sku, quantity: 1 }], shippingAddress: address, paymentMethod: 'pm_card_visa' },
    headers: { 'idempotency-key': crypto.randomUUID() },
  });

describe('a price', () => {
  it.each([
    ['withdrawn', 'BGN', '/price/currency', 'CURRENCY_UNKNOWN'],
    ['withdrawn', 'ZWL', '/price/currency', 'CURRENCY_UNKNOWN'],
    ['no money', 'XAU', '/price/currency', 'CURRENCY_UNKNOWN'],
    ['in thousandths that the payment provider does not take', 'KWD', '/price/amount', 'INVALID_PRICE'],
    ['in hundredths that the payment provider does not take', 'MGA', '/price/amount', 'INVALID_PRICE'],
  ])('is refused in a currency that is %s: %s', async (_why, currency, pointer, code) => {
    expect(await list('MUG', 12_345, currency)).toMatchObject({
      status: 400,
      body: { code, errors: [{ pointer, code }] },
    });
  });

  it.each([
    ['VED', 12_345],
    ['XCG', 12_345],
    ['KWD', 12_340],
    ['MGA', 12_300],
    ['HUF', 12_345],
  ])('is taken in %s', async (currency, amount) => {
    expect(await list(`MUG-${currency}`, amount, currency)).toMatchObject({
      status: 200,
      body: { price: { amount, currency } },
    });
  });
});

describe('an order', () => {
  it('with an amount that cannot be charged is refused when it is placed', async () => {
    await list('TEA-KWD', 12_340, 'KWD');
    expect(await place('TEA-KWD')).toMatchObject({
      status: 422,
      body: {
        code: 'NOT_CHARGEABLE',
        detail: 'The postage is 495 minor units of KWD, which cannot be charged. Ask the shop to correct it.',
      },
    });
  });

  it('of a product whose currency was withdrawn since it was listed is refused', async () => {
    await list('OLD', 100, 'EUR');
    await order.database.query(`UPDATE products SET currency = 'BGN' WHERE sku = 'OLD'`);
    expect(await boss.get('/v1/products/OLD')).toMatchObject({ price: { amount: 100, currency: 'BGN' } });
    expect(await place('OLD')).toMatchObject({ status: 422, body: { code: 'NOT_CHARGEABLE' } });
  });
});
