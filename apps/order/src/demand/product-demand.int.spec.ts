import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { type RunningService, bootstrap } from '@waybill/platform';
import { Api, DEVELOPMENT_KEY, type OneService, eventually, startOneService, token } from '@waybill/testing';
import type pg from 'pg';
import { pino } from 'pino';
import { orderApp } from '../order.app.js';
import { DemandCounter } from './demand-counter.js';

let one: OneService;
let two: RunningService;
let admin: Api;

beforeAll(async () => {
  one = await startOneService(orderApp, { INSTANCE_NAME: 'one' });
  const environment = {
    DATABASE_URL: one.databaseUrl,
    BROKER_URL: 'memory://',
    HOST: '127.0.0.1',
    PORT: '0',
    JWT_KEY: DEVELOPMENT_KEY,
    INSTANCE_NAME: 'two',
  };
  two = await bootstrap(orderApp, { environment, broker: one.broker, logger: pino({ level: 'silent' }) });
  admin = await one.api({ sub: 'boss', admin: true });
  for (const sku of ['MUG', 'TEA', 'PEN'])
    await admin.put(`/v1/products/${sku}`, { name: sku, price: { amount: 100, currency: 'EUR' } });
});

afterAll(async () => {
  await two?.stop();
  await one?.stop();
});

let keys = 0;
async function place(api: Api, lines: Readonly<Record<string, number>>): Promise<string> {
  const shippingAddress = { name: 'Ada', line1: '1', city: 'London', postalCode: 'SW1', country: 'GB' };
  const wanted = Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity }));
  const body = { lines: wanted, shippingAddress, paymentMethod: 'pm_card_visa' };
  return (await api.post<{ id: string }>('/v1/orders', body, { 'idempotency-key': `key-${++keys}` })).id;
}

const reported = async (): Promise<unknown> =>
  (await admin.get<{ items: object[] }>('/admin/reports/product-demand')).items;
const demand = (sku: string, ordered: number, cancelled = 0) => ({
  sku,
  ordered,
  cancelled,
  pieces: ordered - cancelled,
});

describe('the demand for products', () => {
  it('that two instances count at once is the pieces ordered', async () => {
    const claims = { sub: 'ada', name: 'Ada', email: 'ada@example.com' };
    const apis = [await one.api(claims), new Api(two.url, await token(claims))];
    const orders = Array.from({ length: 300 }, (_, nr) =>
      place(apis[nr % 2]!, { MUG: 1 + (nr % 3), TEA: 1 }),
    );
    await Promise.all(orders);
    await eventually(async () => expect(await reported()).toEqual([demand('MUG', 600), demand('TEA', 300)]));

    // Place orders until both instances have counted at least one.
    await eventually(async () => {
      await place(apis[0]!, { PEN: 1 });
      const { rows } = await one.database.query(
        'SELECT DISTINCT instance FROM product_demand ORDER BY instance',
      );
      expect(rows).toEqual([{ instance: 'one' }, { instance: 'two' }]);
    });
    await eventually(async () => {
      const { rows } = await one.database.query<{ pens: number }>(
        `SELECT sum((line->>'quantity')::int)::int AS pens FROM order_summaries, jsonb_array_elements(lines) line
         WHERE line->>'sku' = 'PEN'`,
      );
      expect(await reported()).toEqual([
        demand('MUG', 600),
        demand('TEA', 300),
        demand('PEN', rows[0]!.pens),
      ]);
    });
  });

  /** The counter's statements without the check that the checkpoint has not moved. */
  const naive = {
    query: (query: { name: string; text: string }) =>
      one.database.query({
        ...query,
        name: `naive_${query.name}`,
        text: query.text.replace(/AND product_demand_shares\.tx = \S+ AND \S+ = \S+/, ''),
      }),
  } as unknown as pg.Pool;

  it.each([
    {
      name: 'counts each event once, when ten find the same ones, in small batches',
      pool: () => one.database,
    },
    { name: 'is counted too often by those who do not look whether others were faster', pool: () => naive },
  ])('$name', async ({ pool }) => {
    const before = await reported();
    await one.database.query(
      'TRUNCATE product_demand; UPDATE product_demand_shares SET tx = 0, position = 0',
    );
    const counters = Array.from(
      { length: 10 },
      (_, nr) =>
        new DemandCounter({
          pool: pool(),
          timers: systemTimers,
          instance: `counter ${nr}`,
          batch: 7,
        }),
    );
    const all = () => Promise.all(counters.map((counter) => counter.count()));
    for (let counted = [1]; counted.some((events) => events > 0);) counted = await all();
    if (pool() === naive) expect(await reported()).not.toEqual(before);
    else await eventually(async () => expect(await reported()).toEqual(before));
    await one.database.query(
      'TRUNCATE product_demand; UPDATE product_demand_shares SET tx = 0, position = 0',
    );
    await eventually(async () => expect(await reported()).toEqual(before));
  });

  it('takes back what a cancelled order had ordered', async () => {
    const ada = await one.api();
    const before = (await reported()) as ReturnType<typeof demand>[];
    const id = await place(ada, { TEA: 5 });
    // The event that the service records at the end of a cancellation.
    await one.database.query(
      `INSERT INTO events (stream_id, version, id, type, schema_version, data, metadata, at)
       VALUES ($1, 99, 'cancelled', 'order.cancelled', 1, '{}', '{}', now())`,
      [id],
    );
    const after = before.map((row) => (row.sku === 'TEA' ? demand('TEA', row.ordered + 5, 5) : row));
    await eventually(async () => expect(await reported()).toEqual(after));
  });
});
