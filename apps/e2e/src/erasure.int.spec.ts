import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Api, eventually } from '@waybill/testing';
import { type Census, census } from './census.js';
import { type OneProcess, startOneProcess } from './one-process.js';
import { type Order, PATIENCE, Shop } from './shop.js';

let platform: OneProcess;

beforeAll(async () => {
  platform = await startOneProcess({ order: (database) => database });
});

afterAll(() => platform?.stop());

/** Tables of all services that contain one of the marks. */
async function kept(marks: readonly string[]): Promise<string[]> {
  const found = await Promise.all(marks.map((mark) => census(platform, mark)));
  const places = found.flatMap((one: Census) => Object.keys(one));
  return [...new Set(places.filter((place) => /^\w+\.\w+$/.test(place)))].sort();
}

it('erases a customer and keeps the orders correct, readable and replayable', async () => {
  const tenant = `erasure-${randomBytes(4).toString('hex')}`;
  const shop = new Shop(platform, tenant);
  const customer = { sub: 'customer-1867', tenant, name: 'Marie Curie', email: 'radium@sorbonne.example' };
  const agent = 'Pierre/1.0';
  const headers = { 'idempotency-key': 'polonium', 'user-agent': agent };
  const marks = [customer.name, customer.email, 'James’s Square', agent];
  const me = await platform.api('order', customer);
  const admin = await platform.api('order', { sub: 'boss', tenant, admin: true, operator: true });

  const sku = await shop.sells('lamp');
  const { body: placed } = await shop.place(customer, { sku, headers });
  const delivered = await shop.until(customer, placed.id, 'DELIVERED');
  const path = `/v1/orders/${placed.id}`;
  const history = await me.get(`${path}/history`);
  // The outbox tables are not among them: all messages are published by now.
  await eventually(
    async () =>
      expect(await kept(marks)).toEqual([
        'notification.notifications',
        'order.contacts',
        'order.customers',
        'order.idempotency_keys',
        'order.request_origins',
      ]),
    PATIENCE,
  );

  // The origin of the request is stored in this table only: in no event, topic or other service.
  expect(Object.keys(await census(platform, agent))).toEqual(['order.request_origins']);

  expect((await me.call('DELETE', '/v1/customers/me')).status).toBe(204);

  await eventually(async () => expect(await kept(marks)).toEqual([]), PATIENCE);
  const nobody = { customerName: null, shippingAddress: null };
  expect(await me.get(path)).toEqual({ ...delivered, ...nobody });
  expect(await me.get(`${path}/history`)).toEqual(history);
  expect(await me.get(`${path}?version=1`)).toEqual({ ...placed, ...nobody });
  expect(await me.get(`${path}/difference?from=1`)).toMatchObject({ from: 1, to: delivered.version });
  const again = await shop.place(customer, { sku, headers });
  expect([again.status, again.body]).toEqual([202, { ...placed, ...nobody }]);
  const glance = { name: null, email: null, totalOrders: 1 };
  await eventually(
    async () => expect(await me.get('/v1/customers/me/summary')).toMatchObject(glance),
    PATIENCE,
  );

  await replayed(admin, me, delivered);
});

/** Checks that each projection matches its events, before and after a rebuild from them. */
async function replayed(admin: Api, me: Api, { id, total }: Order): Promise<void> {
  const all = await admin.get<{ name: string; generation: number }[]>('/admin/projections');
  for (const { name } of all) {
    expect(await admin.post(`/admin/projections/${name}/verify`, {})).toMatchObject({ differences: [] });
    await admin.post(`/admin/projections/${name}/rebuild`, {});
  }
  await eventually(async () => {
    const now = await admin.get<{ name: string; generation: number }[]>('/admin/projections');
    // An inline view is rebuilt in place and keeps its generation.
    const rebuilt = all.map(({ name }) => ({ name, generation: name === 'order-summary' ? 1 : 2 }));
    expect(now.map(({ name, generation }) => ({ name, generation }))).toEqual(rebuilt);
  }, PATIENCE);
  await eventually(
    async () =>
      expect(await me.get('/v1/customers/me/summary')).toMatchObject({
        totalSpent: [total],
        recentOrders: [{ id, status: 'DELIVERED' }],
      }),
    PATIENCE,
  );
}
