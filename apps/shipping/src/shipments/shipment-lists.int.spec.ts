import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MOST_EXAMINED, dataSourceOf } from '@waybill/platform';
import { type Listing, type ServiceDatabase, filledListing, listingRuns, readPages } from '@waybill/testing';
import type { DataSource } from 'typeorm';
import { shippingApp } from '../shipping.app.js';
import { ShipmentsController, listQuery } from './shipments.controller.js';

const ROWS = 100_000;
/** Rows of the tenant with a rare status. */
const FEW = ROWS / 5_000;
const LIMIT = 20;
const boss = { tenant: 'north', subject: 'boss', admin: true, operator: false };

let database: ServiceDatabase;
let listing: Listing;
let dataSource: DataSource;
beforeAll(async () => {
  ({ database, listing } = await filledListing(shippingApp, 'shipments', {
    rows: ROWS,
    insert: `INSERT INTO shipments (order_id, tenant, correlation_id, shipment_id, customer_id, status, lines, booking_id, created_at, updated_at)
     SELECT 'order-' || n, CASE WHEN n % 5 = 0 THEN 'north' ELSE 'south' END, '', to_char(n, 'FM000000'), 'customer-' || n % 500,
       CASE WHEN n % 5000 = 0 THEN 'booked' ELSE 'delivered' END, '[]', 'b', timestamptz '2026-01-01' + n * interval '1 second', now()
     FROM generate_series(1, $1::int) n`,
  }));
  dataSource = await dataSourceOf(shippingApp, database.url).initialize();
});
afterAll(async () => {
  await dataSource?.destroy();
  await database?.drop();
});

const list = (source: DataSource, query: object, reader = boss) =>
  new ShipmentsController(undefined as never, source, undefined as never).listShipments(
    listQuery.parse({ limit: LIMIT, ...query }),
    reader,
  );

describe(`a list of ${ROWS.toLocaleString('en')} shipments reads one page of an index`, () => {
  it.each([
    { what: 'all', query: {}, index: 'shipments_created', most: LIMIT + 1 },
    { what: 'the oldest first', query: { sort: 'createdAt' }, index: 'shipments_created', most: LIMIT + 1 },
    {
      what: 'an hour',
      query: { from: '2026-01-01T01:00:00Z', to: '2026-01-01T02:00:00Z' },
      index: 'shipments_created',
      most: LIMIT + 1,
    },
    { what: 'an order', query: { orderId: 'order-500' }, index: 'shipments_pkey', most: 1 },
    { what: 'a customer', query: { customerId: 'customer-10' }, index: 'shipments_', most: ROWS / 500 },
  ])('$what', async ({ query, index, most }) => {
    const [run, ...others] = await listingRuns(listing, (source) => list(source, query));
    expect(others).toEqual([]);
    expect(run!.reads.join()).toContain(index);
    expect(run!.reads.filter((read) => read.startsWith('Seq Scan'))).toEqual([]);
    expect(run!.rows).toBeLessThanOrEqual(most);
  });
});

describe('a search for shipments by what has no index', () => {
  it.each([
    ['a common status', { status: 'delivered' }],
    ['a rare status', { status: 'booked' }],
    ['a rare status, the oldest first', { status: 'booked', sort: 'createdAt' }],
  ])('examines a bounded number for a page: %s', async (_, query) => {
    const runs = await listingRuns(listing, (source) => list(source, query));
    expect(runs).toHaveLength(2);
    for (const { reads, rows } of runs) {
      expect(reads.filter((read) => read.startsWith('Seq Scan'))).toEqual([]);
      expect(rows).toBeLessThanOrEqual(MOST_EXAMINED);
    }
  });

  it('goes on behind the last that was examined, until all were', async () => {
    const read = (query: object) => readPages((cursor) => list(dataSource, { ...query, cursor, limit: 100 }));
    const newest = await read({ status: 'booked' });
    expect(newest.map(({ length }) => length)).toEqual([FEW / 2, FEW / 2, 0]);
    const numbers = Array.from({ length: FEW }, (_, index) => (index + 1) * 5_000);
    expect(newest.flat().map(({ orderId }) => orderId)).toEqual(
      numbers.map((n) => `order-${n}`).toReversed(),
    );
    const oldest = await read({ status: 'booked', sort: 'createdAt' });
    expect(oldest.flat()).toEqual(newest.flat().toReversed());
    const minute = { from: '2026-01-01T00:00:00Z', to: '2026-01-01T00:01:00Z' };
    expect((await read({ status: 'delivered', ...minute })).map(({ length }) => length)).toEqual([11]);
  });
});
