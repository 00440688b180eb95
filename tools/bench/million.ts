import { randomInt } from 'node:crypto';
import type { Platform } from '@waybill/shop';
import { queryOn } from '@waybill/testing';
import pg from 'pg';
import { LoadClient } from '../load/client.js';
import { listProducts, orderBody, percentiles, round } from '../load/run.js';
import { generateOrders, orderId } from './generated-orders.js';
import type { Note } from './messaging.js';

const FEW = 1_000;
const MANY = 1_000_000;
/** Calls per kind and side. The first tenth is not counted. Few, so that the small database stays small. */
const CALLS = 600;

/** Makes one call to a service with this number of stored orders. `turn`: number of the call. */
type Call = (client: LoadClient, orders: number, turn: number) => Promise<{ readonly response: Response }>;

/** Reads a page of the order list with this filter. */
const page =
  (query: (orders: number) => { status?: 'PENDING'; customerId?: string }): Call =>
  ({ orders: api }, orders) =>
    api.GET('/v1/orders', { params: { query: query(orders) } });

const CALLED: readonly (readonly [name: string, call: Call, bar?: number])[] = [
  ['placing', (client, _, turn) => client.place(orderBody(turn), `million-${process.pid}-${turn}`), 1.2],
  [
    'reading',
    ({ orders: api }, orders) =>
      api.GET('/v1/orders/{id}', { params: { path: { id: orderId(randomInt(orders)) } } }),
    1.2,
  ],
  ['a page of all', page(() => ({}))],
  ['a page of a rare status', page(() => ({ status: 'PENDING' }))],
  ['a page of a customer', page((orders) => ({ customerId: `customer-${randomInt(orders / 100)}` }))],
];

/** Compares the order service with a thousand and with a million stored orders, on one server, in turns call by call. */
export async function millionFigures(
  start: (suffix: string) => Promise<Platform>,
  note: Note,
): Promise<void> {
  const few = await start('_few');
  const many = await start('_many');
  try {
    for (const [platform, orders] of [
      [few, FEW],
      [many, MANY],
    ] as const) {
      await listProducts(platform);
      const seconds = await generate(platform.databases.order, orders);
      if (orders === MANY)
        note(
          'a million orders stored',
          `${await sizeOf(platform.databases.order)}, written in ${Math.round(seconds)} s`,
        );
    }
    const boss = { sub: 'boss', admin: true, name: 'Boss', email: 'boss@example.com' };
    const clients = (await Promise.all(
      [few, many].map(async (one) => new LoadClient(one.urls.order, await one.token(boss), 1)),
    )) as [LoadClient, LoadClient];
    for (const [name, call, bar] of CALLED) await inTurns(name, call, clients, note, bar);
    for (const client of clients) client.close();
  } finally {
    await few.stop();
    await many.stop();
  }
}

/** Calls both sides in turns, so that other load on the machine affects both. */
async function inTurns(
  name: string,
  call: Call,
  [few, many]: readonly [LoadClient, LoadClient],
  note: Note,
  bar?: number,
): Promise<void> {
  const ms = { few: [] as number[], many: [] as number[] };
  const timed = async (client: LoadClient, orders: number, turn: number, into: number[]): Promise<void> => {
    const sent = performance.now();
    const { response } = await call(client, orders, turn);
    const took = performance.now() - sent;
    const { status } = response;
    if (status !== 200 && status !== 202) throw new Error(`${name} was answered ${status}`);
    if (turn >= CALLS / 10) into.push(took);
  };
  for (let turn = 0; turn < CALLS; turn++) {
    const sides = [() => timed(few, FEW, turn, ms.few), () => timed(many, MANY, turn, ms.many)];
    for (const side of turn % 2 === 0 ? sides : sides.reverse()) await side();
  }
  const [small, large] = [percentiles(ms.few), percentiles(ms.many)];
  note(
    `${name} with a million orders / with a thousand`,
    `p50 ${large.p50} ms / ${small.p50} ms: ${round(large.p50 / small.p50)} x${bar === undefined ? '' : ` (bar ${bar})`}; p95 ${large.p95} ms / ${small.p95} ms`,
    { few: small, many: large },
  );
}

async function generate(url: string, orders: number): Promise<number> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  const start = performance.now();
  try {
    await generateOrders(owner, orders);
  } finally {
    await owner.end();
  }
  return (performance.now() - start) / 1_000;
}

async function sizeOf(url: string): Promise<string> {
  const [row] = await queryOn<{ size: string }>(
    url,
    'SELECT pg_size_pretty(pg_database_size(current_database())) AS size',
  );
  return row!.size;
}
