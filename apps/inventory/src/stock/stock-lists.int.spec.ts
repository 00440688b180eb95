import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Listing, type ServiceDatabase, filledListing, listingRuns } from '@waybill/testing';
import { inventoryApp } from '../inventory.app.js';
import { StockController, listQuery } from './stock.controller.js';

const ROWS = 100_000;
const LIMIT = 20;
const boss = { tenant: 'north', subject: 'boss', admin: true, operator: false };

let database: ServiceDatabase;
let listing: Listing;
beforeAll(async () => {
  ({ database, listing } = await filledListing(inventoryApp, 'stock', {
    rows: ROWS,
    insert: `INSERT INTO stock (tenant, sku, on_hand, reserved, warehouses)
     SELECT CASE WHEN n % 50 = 0 THEN 'north' ELSE 'south' END, CASE WHEN n % 5000 = 0 THEN 'TEA-' ELSE 'MUG-' END || n, 1, 0, '[]'
     FROM generate_series(1, $1::int) n`,
  }));
});
afterAll(() => database?.drop());

const run = (query: object) =>
  listingRuns(listing, (dataSource) =>
    new StockController(undefined as never, dataSource).listStock(
      listQuery.parse({ limit: LIMIT, ...query }),
      boss,
    ),
  );

describe(`a list of ${ROWS.toLocaleString('en')} SKUs reads one page of an index`, () => {
  it.each([
    { what: 'all', query: {}, index: 'stock_pkey', most: LIMIT + 1 },
    { what: 'the last first', query: { sort: '-sku' }, index: 'stock_pkey', most: LIMIT + 1 },
    { what: 'a rare prefix', query: { skuPrefix: 'TEA' }, index: 'stock_', most: 20 },
    { what: 'a common prefix', query: { skuPrefix: 'MUG' }, index: 'stock_', most: LIMIT + 1 },
    { what: 'a prefix with a wildcard', query: { skuPrefix: 'MUG%' }, index: 'stock_', most: 1 },
  ])('$what', async ({ query, index, most }) => {
    for (const { reads, rows } of await run(query)) {
      expect(reads.join()).toContain(index);
      expect(reads.filter((read) => read.startsWith('Seq Scan'))).toEqual([]);
      expect(rows).toBeLessThanOrEqual(most);
    }
  });
});
