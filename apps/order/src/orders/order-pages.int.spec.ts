import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Sku } from '@waybill/contracts/ids';
import { EventLog } from '@waybill/event-store';
import { type ServiceDatabase, readPages, seededRandom, serviceDatabase } from '@waybill/testing';
import { orderApp } from '../order.app.js';
import { type OrderFilter, OrderRows } from './order.rows.js';
import { ListOrders, ListOrdersHandler } from './queries/list-orders.js';

const boss = { tenant: 'north', subject: 'boss', admin: true, operator: false };
const FIRST = 60;
const PAGE = 7;

let database: ServiceDatabase;
let lists: ListOrdersHandler;
beforeAll(async () => {
  database = await serviceDatabase('order_pages', orderApp.migrations);
  lists = new ListOrdersHandler(new OrderRows(database.pool, new EventLog(database.pool)));
});
afterAll(() => database?.drop());
beforeEach(() => database.pool.query('DELETE FROM order_summaries'));

const statusOf = (number: number) => (number % 4 === 0 ? 'CANCELLED' : 'DELIVERED');
const skuOf = (number: number) => `TEA-${number % 3}`;

/** With few times, so that many orders have the same. */
async function place(number: number, random: () => number, tenant = 'north'): Promise<void> {
  const time = () => new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 5) * 1_000);
  const line = { sku: skuOf(number), name: 'Tea', quantity: 1, unitPrice: { amount: 1, currency: 'EUR' } };
  await database.pool.query(
    `INSERT INTO order_summaries VALUES ($1, $2, 'ada', $3, 1, $4, $5, 'EUR', $6, $7, '[]', '{"refunded": 0}')`,
    [
      `${tenant}-${number}`,
      tenant,
      statusOf(number),
      time(),
      time(),
      Math.floor(random() * 4),
      JSON.stringify([line]),
    ],
  );
}

/** Changes what a list is not sorted by. */
const change = (number: number) =>
  database.pool.query(
    `UPDATE order_summaries SET updated_at = updated_at + interval '1 day', total = total + 100, version = version + 1 WHERE id = $1`,
    [`north-${number}`],
  );

async function placeMany(count: number, random: () => number, tenant?: string): Promise<void> {
  for (let number = 0; number < count; number++) await place(number, random, tenant);
}

const page = (filter: OrderFilter) => lists.execute(new ListOrders(filter, boss));

async function readAll(
  filter: Omit<OrderFilter, 'limit'>,
  between?: () => Promise<unknown>,
): Promise<string[]> {
  const pages = await readPages((cursor) => page({ ...filter, limit: PAGE, cursor }), between);
  return pages.flat().map(({ id }) => id);
}

const SORTS = ['-placedAt', 'placedAt'] as const;
const FILTERS: readonly Partial<OrderFilter>[] = [{}, { status: 'DELIVERED' }, { sku: 'TEA-1' as Sku }];

describe('the pages of a list', () => {
  it.each(SORTS.flatMap((sort) => FILTERS.map((filter) => ({ ...filter, sort }))))(
    'have each matching order once, also while orders are placed and changed: %j',
    async (filter) => {
      const random = seededRandom(filter.sort.length);
      await placeMany(FIRST, random);
      await placeMany(FIRST, random, 'south');
      const matching = Array.from({ length: FIRST }, (_, number) => number)
        .filter((number) => !filter.status || statusOf(number) === filter.status)
        .filter((number) => !filter.sku || skuOf(number) === filter.sku)
        .map((number) => `north-${number}`);
      const before = await readAll(filter);
      expect(before.toSorted()).toEqual(matching.toSorted());
      let number = FIRST;
      const during = await readAll(filter, async () => {
        await place(number++, random);
        for (let changed = 0; changed < FIRST; changed += 5) await change(changed);
      });
      expect(during).toHaveLength(new Set(during).size);
      expect(during.filter((id) => matching.includes(id))).toEqual(before);
    },
  );

  it.each(SORTS)('are sorted: %s', async (sort) => {
    await placeMany(FIRST, seededRandom(1));
    const { items } = await page({ sort, limit: 100 });
    const oldestFirst = items.map(({ placedAt, id }) => [placedAt, id]).toSorted((a, b) => (a < b ? -1 : 1));
    expect(items.map(({ placedAt, id }) => [placedAt, id])).toEqual(
      sort === 'placedAt' ? oldestFirst : oldestFirst.toReversed(),
    );
  });
});

describe('a cursor', () => {
  it.each<[string, Partial<OrderFilter>]>([
    ['the other direction', { sort: 'placedAt' }],
    ['another filter', { status: 'CANCELLED' }],
    ['a filter more', { sku: 'TEA-1' as Sku }],
    ['no filter', { status: undefined }],
  ])('is refused with %s, and fits another limit', async (_, other) => {
    await placeMany(12, seededRandom(1));
    const filter = { sort: '-placedAt', status: 'DELIVERED', limit: 1 } as const;
    const cursor = (await page(filter)).nextCursor ?? undefined;
    expect((await page({ ...filter, cursor, limit: 50 })).items).toHaveLength(8);
    await expect(page({ ...filter, ...other, cursor })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });

  it.each([
    ['x', 'y'],
    [null, 'y'],
    [{}, 'y'],
    ['2026-01-01T00:00:00Z', 7],
    ['2026-01-01T00:00:00Z', 'a\u0000b'],
    ['+100000-01-01T00:00:00Z', 'y'],
    ['2026-01-01T00:00:00Z'],
    [],
  ])('is refused with a forged position: %j, %j', async (...position) => {
    await placeMany(2, seededRandom(1));
    const list = { sort: 'placedAt', limit: 1 } as const;
    const { nextCursor } = await page(list);
    const [signature] = JSON.parse(Buffer.from(nextCursor!, 'base64url').toString()) as [string];
    const cursor = Buffer.from(JSON.stringify([signature, ...position])).toString('base64url');
    await expect(page({ ...list, cursor })).rejects.toMatchObject({ code: 'CURSOR_INVALID' });
  });
});
