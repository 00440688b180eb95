import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventLog } from '@waybill/event-store';
import { type ServiceDatabase, poolOn, serviceDatabase } from '@waybill/testing';
import type { Pool, PoolClient } from 'pg';
import { orderApp } from '../order.app.js';
import { ORDER_STATUSES } from './domain/order-status.js';
import { type OrderFilter, OrderRows } from './order.rows.js';

const ORDERS = 100_000;
/** How many of the first orders are AUTHORIZED. A scan that starts with the newest order finds them last. */
const OLDEST = 5;
const LIMIT = 20;
const ada = { tenant: 'default', subject: 'customer-7', admin: false, operator: false };
const boss = { tenant: 'default', subject: 'boss', admin: true, operator: false };
const timeOf = (order: number) => new Date(Date.UTC(2026, 0, 1) + order * 1_000).toISOString();
const cursorOf = (order: number) =>
  Buffer.from(JSON.stringify([timeOf(order), `order-${order}`])).toString('base64url');

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Plan[];
}

/** How a statement was executed: the nodes of its plan, and how many orders they examined. */
interface Run {
  readonly reads: readonly string[];
  readonly orders: number;
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
         1, at, at, 'EUR', 100, '[]', '[]', '{"refunded": 0}'
       FROM generate_series(1, ${ORDERS}) n, LATERAL (SELECT $1::timestamptz + n * interval '1 second' AS at) t`,
    [timeOf(0)],
  );
  await owner.query(`INSERT INTO contacts SELECT id, 'Ada', 'ada@example.com', '{}' FROM order_summaries`);
  await owner.query('VACUUM ANALYZE order_summaries, contacts');
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

/** The SQL statement of the list. */
async function statementOf(filter: Partial<OrderFilter>, reader: typeof ada) {
  const sent: { text: string; values: readonly unknown[] }[] = [];
  const recorder = {
    query(text: string, values: readonly unknown[]) {
      sent.push({ text, values });
      return Promise.resolve({ rows: [] });
    },
  } as unknown as Pool;
  await new OrderRows(recorder, new EventLog(recorder)).list({ limit: LIMIT, ...filter }, reader);
  return sent[0]!;
}

/** Explains a prepared statement, because that is how the service's connection plans it. */
async function explain(
  client: PoolClient,
  { text, values }: Awaited<ReturnType<typeof statementOf>>,
): Promise<Run> {
  const literals = values.map((value) =>
    client.escapeLiteral(value instanceof Date ? value.toISOString() : String(value)),
  );
  await client.query(`PREPARE list AS ${text}`);
  const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE list(${literals.join(', ')})`,
  );
  await client.query('DEALLOCATE list');
  const nodes = all(rows[0]!['QUERY PLAN'][0].Plan);
  const summaries = nodes.filter((node) => node['Relation Name'] === 'order_summaries');
  return {
    reads: nodes.map((node) => [node['Node Type'], node['Index Name']].filter(Boolean).join(' ')),
    orders: summaries.reduce(
      (sum, node) =>
        sum + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'],
      0,
    ),
  };
}

function all(plan: Plan): Plan[] {
  return [plan, ...(plan.Plans ?? []).flatMap(all)];
}

async function inService<Result>(act: (client: PoolClient) => Promise<Result>): Promise<Result> {
  const client = await database.pool.connect();
  try {
    return await act(client);
  } finally {
    client.release();
  }
}

const list = async (filter: Partial<OrderFilter>, reader: typeof ada): Promise<Run> => {
  const statement = await statementOf(filter, reader);
  return inService((client) => explain(client, statement));
};
const by = (index: string, orders: number): Run => ({
  reads: ['Limit', 'WindowAgg', 'Nested Loop', `Index Scan ${index}`, 'Index Scan contacts_pkey'],
  orders,
});

describe(`a list of ${ORDERS.toLocaleString('en')} orders reads one page of an index`, () => {
  const PAGE = LIMIT + 1;
  const middle = cursorOf(ORDERS / 2);
  const hour = { from: timeOf(3_600), to: timeOf(7_200) };

  it.each([
    { what: 'an admin’s, of all', filter: {}, reader: boss, index: 'placed', orders: PAGE },
    {
      what: 'all, from the middle on',
      filter: { cursor: middle },
      reader: boss,
      index: 'placed',
      orders: PAGE,
    },
    { what: 'all of an hour long ago', filter: hour, reader: boss, index: 'placed', orders: PAGE },
    { what: 'a customer’s own', filter: {}, reader: ada, index: 'customer', orders: PAGE },
    {
      what: 'a customer’s own, from the middle on',
      filter: { cursor: middle },
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
      filter: { status: 'CANCELLED', cursor: middle },
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
  ])('$what', async ({ filter, reader, index, orders }) => {
    expect(await list(filter, reader)).toEqual(by(`order_summaries_${index}`, orders));
  });

  it.each(ORDER_STATUSES)('no more than a customer has, for those of theirs that are %s', async (status) => {
    const { orders, reads } = await list({ status }, ada);
    expect(orders).toBeLessThanOrEqual(ORDERS / 500);
    expect(reads.filter((read) => /Seq Scan|Sort/.test(read))).toEqual([]);
  });

  it('which it would not without the index: then it looks at every order', async () => {
    const statement = await statementOf({ status: 'AUTHORIZED' }, boss);
    const { orders } = await inService(async (client) => {
      await client.query('BEGIN; DROP INDEX order_summaries_status');
      try {
        return await explain(client, statement);
      } finally {
        await client.query('ROLLBACK');
      }
    });
    expect(orders).toBe(ORDERS);
  });
});
