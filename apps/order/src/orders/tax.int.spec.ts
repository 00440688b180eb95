import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Api, type OneService, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const address = { name: 'Ada', line1: '12 Square', city: 'Berlin', postalCode: '10115', country: 'DE' };
const rates = { DE: { standard: 19, reduced: 7 }, FR: { standard: 20, reduced: 5.5 } };

let order: OneService;
let ada: Api;
let keys = 0;

beforeAll(async () => {
  order = await startOneService(orderApp, { TAX: 'exclusive', TAX_RATES: JSON.stringify(rates) });
  ada = await order.api();
  const admin = await order.api({ sub: 'boss', admin: true });
  await admin.put('/v1/products/MUG', { name: 'Mug', price: eur(333) });
  await admin.put('/v1/products/BOOK', { name: 'Book', price: eur(1499), taxClass: 'reduced' });
});

afterAll(() => order?.stop());

const place = (changes: object = {}) =>
  ada.call<Record<string, unknown>>('POST', '/v1/orders', {
    body: {
      lines: [
        { sku: 'MUG', quantity: 3 },
        { sku: 'BOOK', quantity: 1 },
      ],
      shippingAddress: address,
      paymentMethod: 'pm_card_visa',
      ...changes,
    },
    headers: { 'idempotency-key': `key-${++keys}` },
  });

describe('a taxed order', () => {
  it('shows the tax of each line and of all, which is in the total', async () => {
    const { body } = await place({ expectedTotal: eur(3288) });
    expect(body).toMatchObject({
      lines: [
        { sku: 'MUG', lineTotal: eur(999), tax: eur(190) },
        { sku: 'BOOK', lineTotal: eur(1499), tax: eur(105) },
      ],
      charges: [
        { kind: 'postage', amount: eur(495) },
        { kind: 'tax', amount: eur(295) },
      ],
      total: eur(999 + 1499 + 495 + 295),
    });
    expect(await ada.get(`/v1/orders/${String(body['id'])}`)).toEqual(body);
  });

  it('is taxed where it goes to', async () => {
    const { body } = await place({ shippingAddress: { ...address, country: 'FR' } });
    expect(body['charges']).toContainEqual({ kind: 'tax', amount: eur(200 + 82) });
  });

  it('as a draft is taxed when it is placed, whatever its country was before', async () => {
    const headers = { 'idempotency-key': `key-${++keys}` };
    const draft = { lines: [{ sku: 'MUG', quantity: 3 }], shippingAddress: address };
    const { id, total } = await ada.post<{ id: string; total: object }>(
      '/v1/orders?draft=true',
      draft,
      headers,
    );
    expect(total).toEqual(eur(999));
    await ada.put(`/v1/orders/${id}/shipping-address`, { ...address, country: 'FR' });
    const body = { paymentMethod: 'pm_card_visa' };
    expect(await ada.post(`/v1/orders/${id}/place`, body, headers)).toMatchObject({
      total: eur(999 + 495 + 200),
    });
  });

  it('goes to another address of the same tax, and not to one that would make another total', async () => {
    const path = `/v1/orders/${String((await place()).body['id'])}/shipping-address`;
    const put = (body: object) => ada.call<{ code?: string }>('PUT', path, { body });
    expect((await put({ ...address, city: 'Hamburg' })).status).toBe(200);
    expect((await put({ ...address, country: 'FR' })).body).toMatchObject({
      status: 409,
      code: 'TOTAL_WOULD_CHANGE',
    });
  });
});

it.each([
  ['no JSON', '{"DE"'],
  ['a country that is none', '{"Germany": {"standard": 19}}'],
  ['no standard rate', '{"DE": {"reduced": 7}}'],
  ['a file that is not there', '/nowhere/rates.json'],
])('does not start with %s as TAX_RATES', async (_, TAX_RATES) => {
  await expect(startOneService(orderApp, { TAX_RATES })).rejects.toThrow(/TAX_RATES/);
});
