import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shardOf } from '@waybill/outbox';
import { type OneService, eventually, startOneService } from '@waybill/testing';
import { orderApp } from '../order.app.js';

let order: OneService;
/** The data of all messages about customers. */
const told: unknown[] = [];

beforeAll(async () => {
  order = await startOneService(orderApp);
  await order.broker.subscribe({
    group: 'spec',
    topics: ['customer.events'],
    handle: async (records) =>
      void told.push(...records.map(({ value }) => JSON.parse(value?.toString() ?? 'null') as unknown)),
  });
  const admin = await order.api({ sub: 'boss', admin: true });
  await admin.put('/v1/products/MUG', { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
});

afterAll(() => order?.stop());

const address = { name: 'Ada', line1: '12 Square', city: 'London', postalCode: 'SW1', country: 'GB' };
const body = {
  lines: [{ sku: 'MUG', quantity: 1 }],
  shippingAddress: address,
  paymentMethod: 'pm_card_visa',
};
const person = (sub: string) => order.api({ sub, name: 'Ada', email: 'ada@example.com' });
const said = async (sub: string): Promise<string[]> => {
  const { rows } = await order.database.query<{ type: string }>(
    `SELECT type FROM outbox WHERE key = $1 UNION ALL
     SELECT 'sent' FROM outbox_sent WHERE key = $1`,
    [sub],
  );
  return rows.map(({ type }) => type);
};

it('an event names its door and its request, and the request’s row holds address and user agent', async () => {
  const fay = await person('fay');
  const headers = { 'idempotency-key': 'fay', 'user-agent': 'Fay/1.0', 'x-correlation-id': 'story' };
  const { id } = await fay.post<{ id: string }>('/v1/orders', body, headers);
  const { rows } = await order.database.query<{ metadata: { origin: string } }>(
    'SELECT metadata FROM events WHERE stream_id = $1',
    [id],
  );
  const { origin } = rows[0]!.metadata;
  expect(rows).toEqual([
    {
      metadata: {
        correlationId: 'story',
        causationId: origin,
        userId: 'fay',
        tenant: 'default',
        source: 'http',
        origin,
        command: {
          name: 'PlaceOrder',
          input: {
            lines: body.lines,
            paymentMethod: body.paymentMethod,
            contact: id,
            by: { subject: 'fay', admin: false },
          },
          code: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
        },
      },
    },
  ]);
  const { rows: origins } = await order.database.query(
    'SELECT ip, user_agent AS "userAgent" FROM request_origins WHERE id = $1',
    [origin],
  );
  expect(origins).toEqual([{ ip: '127.0.0.1', userAgent: 'Fay/1.0' }]);
});

describe('erasing a customer', () => {
  it('is refused while an order still needs name and address, and names it', async () => {
    const ada = await person('ada');
    const { id } = await ada.post<{ id: string }>('/v1/orders', body, { 'idempotency-key': 'open' });
    const refused = await ada.call<Record<string, unknown>>('DELETE', '/v1/customers/me');
    expect([refused.status, refused.body['code'], refused.body['orders']]).toEqual([
      409,
      'CUSTOMER_HAS_OPEN_ORDERS',
      [id],
    ]);
    expect(await ada.get(`/v1/orders/${id}`)).toMatchObject({
      customerName: 'Ada',
      shippingAddress: address,
    });
  });

  it('lasts: the claims of a token that is still valid do not bring name and mail back', async () => {
    const ben = await person('ben');
    await ben.get('/v1/customers/me');
    expect((await ben.call('DELETE', '/v1/customers/me')).status).toBe(204);
    const { body: problem } = await ben.call<{ code: string }>('GET', '/v1/customers/me');
    expect(problem.code).toBe('CUSTOMER_UNKNOWN');
    const again = await ben.call<{ code: string }>('POST', '/v1/orders', {
      body,
      headers: { 'idempotency-key': 'after' },
    });
    expect(again.body.code).toBe('CUSTOMER_UNKNOWN');
    const { rows } = await order.database.query(`SELECT name, email FROM customers WHERE id = 'ben'`);
    expect(rows).toEqual([{ name: null, email: null }]);
  });

  it('ends with the customer’s own new words', async () => {
    const cleo = await person('cleo');
    await cleo.call('DELETE', '/v1/customers/me');
    await cleo.put('/v1/customers/me', { name: 'Cleo', email: 'cleo@example.com' });
    expect(await cleo.get('/v1/customers/me')).toMatchObject({ id: 'cleo', name: 'Cleo' });
  });

  it('is announced once, however often it is asked for', async () => {
    const admin = await order.api({ sub: 'boss', admin: true });
    await (await person('dora')).get('/v1/customers/me');
    for (let n = 0; n < 3; n++)
      expect((await admin.call('DELETE', '/admin/customers/dora')).status).toBe(204);
    expect(await said('dora')).toHaveLength(2);
  });

  it('succeeds although a stored answer of another customer cannot be read', async () => {
    await order.database.query(
      `INSERT INTO idempotency_keys VALUES ('default|gus|PUT /v1/customers/me|k', 'f', $1, now())`,
      [String.raw`{"id":"gus","name":"\ud800","email":"gus@example.com","customerId":"hal"}`],
    );
    const hal = await person('hal');
    await hal.call('PUT', '/v1/customers/me', {
      body: { name: 'Hal', email: 'hal@example.com' },
      headers: { 'idempotency-key': 'h' },
    });
    expect((await hal.call('DELETE', '/v1/customers/me')).status).toBe(204);
    const { rows } = await order.database.query(
      `SELECT scope FROM idempotency_keys WHERE strpos(answer::text, 'hal@example.com') > 0`,
    );
    expect(rows).toEqual([]);
  });

  it('is refused while messages about the customer wait for the broker, which would be published with the data after it', async () => {
    const name = { customerId: 'jan', name: 'Jan', email: 'jan@example.com' };
    await order.database.query(
      `WITH refused AS (
         INSERT INTO outbox (shard, topic, key, id, type, version, source, time, correlation_id, causation_id, tenant, traceparent, body)
         VALUES ($1, 'customer.events', 'jan', 'm', 'customer.updated', 1, 'order', now(), 'c', 'c', 'default', '', $2)
         RETURNING key, shard, position, id, type, topic)
       INSERT INTO outbox_parked SELECT *, 1, 'too large', now(), 'infinity' FROM refused`,
      [shardOf('jan'), JSON.stringify(name)],
    );
    const jan = await person('jan');
    await jan.get('/v1/customers/me');
    const refused = await jan.call<{ code: string }>('DELETE', '/v1/customers/me');
    expect([refused.status, refused.body.code]).toEqual([503, 'MESSAGES_NOT_PUBLISHED']);
    expect(await jan.get('/v1/customers/me')).toMatchObject({ name: 'Ada' });

    const operator = await order.api({ sub: 'op', operator: true });
    await operator.call('POST', '/admin/outbox/parked/jan/retry');
    await eventually(() => expect(told).toContainEqual(name));
    expect((await jan.call('DELETE', '/v1/customers/me')).status).toBe(204);
  });

  it('names its orders to the other services', async () => {
    const ivy = await person('ivy');
    const { id } = await ivy.post<{ id: string }>(
      '/v1/orders?draft=true',
      { lines: body.lines },
      {
        'idempotency-key': 'ivy',
      },
    );
    expect((await ivy.call('DELETE', '/v1/customers/me')).status).toBe(204);
    await eventually(() => expect(told).toContainEqual({ customerId: 'ivy', orderIds: [id] }));
  });

  it('of somebody else is an admin’s', async () => {
    expect((await (await person('eve')).call('DELETE', '/admin/customers/ada')).status).toBe(403);
  });
});
