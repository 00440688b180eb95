import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type OneService, type TokenClaims, eventually, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

interface Told {
  readonly orderId?: string;
  readonly customerId: string;
  readonly email: string;
  readonly emailVerified?: boolean;
}

const body = {
  lines: [{ sku: 'MUG', quantity: 1 }],
  shippingAddress: { name: 'Ada', line1: '12 Square', city: 'London', postalCode: 'SW1', country: 'GB' },
  paymentMethod: 'pm_card_visa',
};
const told: Told[] = [];
let order: OneService;

beforeAll(async () => {
  order = await startOneService(orderApp, { BAZAAR_PAYMENT_METHOD: 'pm_card_visa' });
  await order.broker.subscribe({
    group: 'spec',
    topics: ['customer.events', 'order.events'],
    handle: async (records) =>
      void told.push(...records.map(({ value }) => JSON.parse(value?.toString() ?? 'null') as Told)),
  });
  const admin = await order.api({ sub: 'boss', admin: true });
  await admin.put('/v1/products/MUG', { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
});
afterAll(() => order?.stop());

const caller = (more: Partial<TokenClaims> = {}) => {
  const sub = randomUUID();
  return { sub, name: 'Ada', email: `${sub}@example.com`, ...more };
};
/** Places an order; returns whether the messages about it call the address verified. */
async function placed(claims: TokenClaims, more: object = {}): Promise<boolean | undefined> {
  const api = await order.api(claims);
  const { id } = await api.post<{ id: string }>(
    '/v1/orders',
    { ...body, ...more },
    { 'idempotency-key': randomUUID() },
  );
  return eventually(() => {
    const found = told.find(({ orderId }) => orderId === id);
    expect(found).toBeDefined();
    return found!.emailVerified;
  });
}

describe('the mail address of an order', () => {
  it('is verified if the token says so of this address', async () => {
    const ada = caller();
    expect(await placed(ada)).toBe(true);
    expect(await placed(ada, { email: ada.email.toUpperCase() })).toBe(true);
    expect(await placed(caller({ emailVerified: false }))).toBe(false);
  });

  it('is not verified if it is another one', async () => {
    expect(await placed(caller(), { email: 'second.victim@example.org' })).toBe(false);
    expect(await placed({ sub: randomUUID() }, { email: 'second.victim@example.org' })).toBe(false);
  });

  it('stays verified as the address of the customer, until they set another', async () => {
    const ada = caller();
    const api = await order.api(ada);
    await api.put('/v1/customers/me', { name: 'Ada', email: ada.email });
    const { email: _, ...withoutEmail } = ada;
    expect(await placed(withoutEmail)).toBe(true);
    await api.put('/v1/customers/me', { name: 'Ada', email: 'second.victim@example.org' });
    expect(await placed(withoutEmail)).toBe(false);
    await eventually(() =>
      expect(
        told
          .filter(({ customerId, orderId }) => customerId === ada.sub && !orderId)
          .map((one) => one.emailVerified),
      ).toEqual([true, false]),
    );
  });
});

describe('a name', () => {
  const bad = ['PRIZE https://evil.example', 'Ada\r\nBcc: all@example.com', '\u200b'];

  it.each(bad)('is refused for a customer: %j', async (name) => {
    const api = await order.api(caller());
    const refused = await api.call('PUT', '/v1/customers/me', { body: { name, email: 'ada@example.com' } });
    expect(refused.status).toBe(400);
  });

  it.each(bad)('is refused in an address: %j', async (name) => {
    const api = await order.api(caller());
    const refused = await api.call('POST', '/v1/orders', {
      body: { ...body, shippingAddress: { ...body.shippingAddress, name } },
      headers: { 'idempotency-key': randomUUID() },
    });
    expect(refused.status).toBe(400);
  });

  it('of a token that could not be set is replaced by the mail address', async () => {
    const ada = caller({ name: 'PRIZE https://evil.example' });
    expect(await (await order.api(ada)).get('/v1/customers/me')).toMatchObject({ name: ada.email });
  });
});
