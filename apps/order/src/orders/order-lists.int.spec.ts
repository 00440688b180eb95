import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sku } from '@waybill/contracts/ids';
import { EventLog } from '@waybill/event-store';
import { MOST_EXAMINED, pageOf } from '@waybill/platform';
import {
  type Run,
  type ServiceDatabase,
  type Statement,
  poolOn,
  readPages,
  runOf,
  serviceDatabase,
} from '@waybill/testing';
import type { Pool, PoolClient } from 'pg';
import { orderApp } from '../order.app.js';
import { ORDER_STATUSES } from './domain/order-status.js';
import { type OrderFilter, OrderRows } from './order.rows.js';
import { ListOrders, ListOrdersHandler } from './queries/list-orders.js';

const ORDERS = 100_000;
/** How many of the first orders are AUTHORIZED. A scan that starts with the newest order finds them last. */
const OLDEST = 5;
const LIMIT = 20;
const DEFAULTS: OrderFilter = { sort: '-placedAt', limit: LIMIT };
const ada = { tenant: 'default', subject: 'customer-7', admin: false, operator: false };
const boss = { tenant: 'default', subject: 'boss', admin: true, operator: false };
const timeOf = (order: number) => new Date(Date.UTC(2026, 0, 1) + order * 1_000).toISOString();
/** The first orders have a SKU that no other has. */
const WITH_RARE_SKU = 7;

/** The filter, behind an order. */
function after(order: number, filter: Partial<OrderFilter> = {}): Partial<OrderFilter> {
  const position = () => [timeOf(order), `order-${order}`];
  const { nextCursor } = pageOf([order, order], { ...DEFAULTS, ...filter, limit: 1 }, position, String);
  return { ...filter, cursor: nextCursor ?? undefined };
}

let database: ServiceDatabase;
let owner: Pool;

beforeAll(async () => {
  database = await serviceDatabase('order_lists', orderApp.migrations);
  owner = poolOn(database.url);
  // Make parallel plans so cheap that Postgres uses workers where it would use them for ten times the orders.
  for (const cost of ['parallel_setup_cost', 'parallel_tuple_cost', 'min_parallel_index_scan_size'])
    await owner.query(
      `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET ${cost} = 0', current_database()); END $$`,
    );
  await owner.query(
    `INSERT INTO order_summaries
       SELECT 'order-' || n, 'default', 'customer-' || n % 500, CASE WHEN n <= ${OLDEST} THEN 'AUTHORIZED' WHEN n % 50 = 0 THEN 'CANCELLED' ELSE 'DELIVERED' END,
         1, at, at, 'EUR', 100, jsonb_build_array(jsonb_build_object('sku', CASE WHEN n <= ${WITH_RARE_SKU} THEN 'RARE' ELSE 'TEA' END,
           'name', 'Tea', 'quantity', 1, 'unitPrice', jsonb_build_object('amount', 100, 'currency', 'EUR'))), '[]', '{"refunded": 0}'
       FROM generate_series(1, ${ORDERS}) n, LATERAL (SELECT $1::timestamptz + n * interval '1 second' AS at) t`,
    [timeOf(0)],
  );
  await owner.query(`INSERT INTO contacts SELECT id, 'Ada', 'ada@example.com', '{}' FROM order_summaries`);
  await owner.query(
    `INSERT INTO imported_orders SELECT 'default', 'bazaar', 'BZ-' || n, 'order-' || n, '', now(), now()
       FROM generate_series(1, ${ORDERS}) n`,
  );
  await owner.query('VACUUM ANALYZE order_summaries, contacts, imported_orders');
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

/** The SQL statements of the list. */
async function statementsOf(filter: Partial<OrderFilter>, reader: typeof ada): Promise<Statement[]> {
  const sent: Statement[] = [];
  const recorder = {
    query(text: string, values: readonly unknown[]) {
      sent.push({ text, values: [...values] });
      return database.pool.query(text, [...values]);
    },
  } as unknown as Pool;
  await new OrderRows(recorder, new EventLog(recorder)).list({ ...DEFAULTS, ...filter }, reader);
  return sent;
}

async function inService<Result>(act: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await database.pool.connect();
  try {
    return await act(client);
  } finally {
    client.release();
  }
}

const list = async (filter: Partial<OrderFilter>, reader: typeof ada): Promise<Run[]> => {
  const statements = await statementsOf(filter, reader);
  return inService(async (client) => {
    const runs: Run[] = [];
    for (const statement of statements) runs.push(await runOf(client, statement, 'order_summaries'));
    return runs;
  });
};
const by = (index: string, rows: number): Run[] => [
  {
    reads: ['Limit', 'WindowAgg', 'Nested Loop', `Index Scan ${index}`, 'Index Scan contacts_pkey'],
    rows,
  },
];

describe(`a list of ${ORDERS.toLocaleString('en')} orders reads one page of an index`, () => {
  const PAGE = LIMIT + 1;
  const hour = { from: timeOf(3_600), to: timeOf(7_200) };

  it.each([
    { what: 'an admin’s, of all', filter: {}, reader: boss, index: 'placed', orders: PAGE },
    {
      what: 'all, from the middle on',
      filter: after(ORDERS / 2),
      reader: boss,
      index: 'placed',
      orders: PAGE,
    },
    {
      what: 'all, the oldest first',
      filter: { sort: 'placedAt' },
      reader: boss,
      index: 'placed',
      orders: PAGE,
    },
    {
      what: 'all from the middle on, the oldest first',
      filter: after(ORDERS / 2, { sort: 'placedAt' }),
      reader: boss,
      index: 'placed',
      orders: PAGE,
    },
    { what: 'all of an hour long ago', filter: hour, reader: boss, index: 'placed', orders: PAGE },
    { what: 'a customer’s own', filter: {}, reader: ada, index: 'customer', orders: PAGE },
    {
      what: 'a customer’s own, from the middle on',
      filter: after(ORDERS / 2),
      reader: ada,
      index: 'customer',
      orders: PAGE,
    },
    {
      what: 'a customer’s, for an admin',
      filter: { customerId: 'customer-8' },
      reader: boss,
      index: 'customer',
      orders: PAGE,
    },
    {
      what: 'a customer’s of a common status',
      filter: { status: 'DELIVERED' },
      reader: ada,
      index: 'customer',
      orders: PAGE,
    },
    {
      what: 'those of a common status',
      filter: { status: 'DELIVERED' },
      reader: boss,
      index: 'status',
      orders: PAGE,
    },
    {
      what: 'those of a rare one',
      filter: { status: 'AUTHORIZED' },
      reader: boss,
      index: 'status',
      orders: OLDEST,
    },
    {
      what: 'those of a status, from the middle on',
      filter: after(ORDERS / 2, { status: 'CANCELLED' }),
      reader: boss,
      index: 'status',
      orders: PAGE,
    },
    {
      what: 'those of a status in an hour long ago',
      filter: { status: 'CANCELLED', ...hour },
      reader: boss,
      index: 'status',
      orders: PAGE,
    },
  ] as const)('$what', async ({ filter, reader, index, orders }) => {
    expect(await list(filter, reader)).toEqual(by(`order_summaries_${index}`, orders));
  });

  it.each(ORDER_STATUSES)('no more than a customer has, for those of theirs that are %s', async (status) => {
    const [run] = await list({ status }, ada);
    expect(run!.rows).toBeLessThanOrEqual(ORDERS / 500);
    expect(run!.reads.filter((read) => /Seq Scan|Sort/.test(read))).toEqual([]);
  });

  it('which it would not without the index: then it looks at every order', async () => {
    const [statement] = await statementsOf({ status: 'AUTHORIZED' }, boss);
    const { rows } = await inService(async (client) => {
      await client.query('BEGIN; DROP INDEX order_summaries_status');
      try {
        return await runOf(client, statement!, 'order_summaries');
      } finally {
        await client.query('ROLLBACK');
      }
    });
    expect(rows).toBe(ORDERS);
  });

  it('one order, for the order number of a marketplace', async () => {
    const [run] = await list({ reference: 'BZ-77' }, boss);
    expect(run!.rows).toBe(1);
    expect(run!.reads.filter((read) => read.includes('imported_orders'))).toEqual([
      'Index Scan imported_orders_reference',
    ]);
  });
});

describe('a search for orders by SKU', () => {
  const pages = async (filter: Partial<OrderFilter>, reader: typeof ada): Promise<string[][]> => {
    const lists = new ListOrdersHandler(new OrderRows(database.pool, new EventLog(database.pool)));
    const found = await readPages((cursor) =>
      lists.execute(new ListOrders({ ...DEFAULTS, ...filter, cursor }, reader)),
    );
    return found.map((page) => page.map(({ id }) => id));
  };
  const rare = Array.from({ length: WITH_RARE_SKU }, (_, number) => `order-${number + 1}`);

  it.each([
    ['a common one', { sku: 'TEA' }, boss, LIMIT + 1],
    ['a rare one', { sku: 'RARE' }, boss, MOST_EXAMINED],
    ['a rare one of a customer', { sku: 'RARE' }, ada, ORDERS / 500],
  ])('examines a bounded number of orders for a page: %s', async (_, filter, reader, most) => {
    const runs = await list(filter as Partial<OrderFilter>, reader);
    expect(runs).toHaveLength(2);
    expect(runs.flatMap(({ reads }) => reads.filter((read) => /Seq Scan|Sort/.test(read)))).toEqual([]);
    expect(runs[0]!.rows).toBeLessThanOrEqual(MOST_EXAMINED);
    expect(runs[1]!.rows).toBeLessThanOrEqual(most);
  });

  it('goes on behind the last order that was examined, until all were', async () => {
    const newest = await pages({ sku: 'RARE' as Sku }, boss);
    expect(newest.flat()).toEqual(rare.toReversed());
    expect(newest).toHaveLength(ORDERS / MOST_EXAMINED + 1);
    const oldest = await pages({ sku: 'RARE' as Sku, sort: 'placedAt', limit: 5 }, boss);
    expect(oldest.flat()).toEqual(rare);
  });

  it('ends with an empty page where no order has the SKU', async () => {
    expect((await pages({ sku: 'NONE' as Sku }, ada)).flat()).toEqual([]);
  });

  it('finds what a customer may see', async () => {
    expect(await pages({ sku: 'RARE' as Sku }, ada)).toEqual([['order-7']]);
    expect(await pages({ reference: 'BZ-8' }, ada)).toEqual([[]]);
    expect(await pages({ reference: 'BZ-507' }, ada)).toEqual([['order-507']]);
  });
});
