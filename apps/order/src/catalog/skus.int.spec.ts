import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type OneService, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

const MUG = { name: 'Mug', price: { amount: 333, currency: 'EUR' } };
const address = { name: 'Ada', line1: '12 Square', city: 'Berlin', postalCode: '10115', country: 'DE' };
const at = (sku: string): string => `/v1/products/${encodeURIComponent(sku)}`;

let order: OneService;
let boss: Api;
let ada: Api;
beforeAll(async () => {
  order = await startOneService(orderApp, {});
  boss = await order.api({ sub: 'boss', admin: true });
  ada = await order.api();
});
afterAll(() => order?.stop());

const place = (sku: string) =>
  ada.call<{ readonly code?: string }>('POST', '/v1/orders', {
    body: { lines: [{ sku, quantity: 1 }], shippingAddress: address, paymentMethod: 'pm_card_visa' },
    headers: { 'idempotency-key': crypto.randomUUID() },
  });

describe('a product', () => {
  it.each(['a/b', 'a?b', '100%', 'BANK CHARGES', 'چای‌سبز', '🫖'.repeat(32)])(
    'is listed, read and ordered under the SKU %s',
    async (sku) => {
      expect(await boss.put(at(sku), MUG)).toMatchObject({ sku });
      expect(await boss.get(at(sku))).toMatchObject({ sku, name: 'Mug' });
      expect((await place(sku)).status).toBe(202);
    },
  );

  it.each([' a', 'a ', 'a\tb', 'a\u202eb', '\u200b'])('is not listed under the SKU %j', async (sku) => {
    expect(await boss.call('PUT', at(sku), { body: MUG })).toMatchObject({
      status: 400,
      body: { code: 'SKU_INVALID' },
    });
  });

  it('that was listed before the rule is read, ordered and retired', async () => {
    const sku = ' a\u0007 ';
    await order.database.query(
      `INSERT INTO products SELECT p.* FROM products s,
         jsonb_populate_record(s, jsonb_build_object('sku', $1::text)) p WHERE s.sku = 'a/b'`,
      [sku],
    );
    expect(await boss.get(at(sku))).toMatchObject({ sku, active: true });
    expect((await place(sku)).status).toBe(202);
    expect(await boss.put(at(sku), { ...MUG, active: false })).toMatchObject({ sku, active: false });
    expect(await place(sku)).toMatchObject({ status: 422, body: { code: 'PRODUCT_RETIRED' } });
  });
});
