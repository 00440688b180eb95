import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Listing, type ServiceDatabase, filledListing, listingRuns } from '@waybill/testing';
import { dataSourceOf } from '@waybill/platform';
import type { DataSource } from 'typeorm';
import { orderApp } from '../order.app.js';
import { CatalogController, listQuery } from './catalog.controller.js';

const ROWS = 100_000;
const LIMIT = 20;
const boss = { tenant: 'north', subject: 'boss', admin: true, operator: false };

let database: ServiceDatabase;
let listing: Listing;
beforeAll(async () => {
  ({ database, listing } = await filledListing(orderApp, 'products', {
    rows: ROWS,
    insert: `INSERT INTO products (tenant, sku, name, price, currency, active, updated_at)
     SELECT CASE WHEN n % 50 = 0 THEN 'north' ELSE 'south' END, CASE WHEN n % 5000 = 0 THEN 'TEA-' ELSE 'MUG-' END || n,
       CASE WHEN n % 5000 = 0 THEN 'Earl Grey, 250 g' ELSE 'Mug nr. ' || n END, 1, 'EUR', true, now()
     FROM generate_series(1, $1::int) n`,
  }));
});
afterAll(() => database?.drop());

const run = (query: object) =>
  listingRuns(listing, (dataSource) =>
    new CatalogController(undefined as never, dataSource, undefined as never).listProducts(
      listQuery.parse({ limit: LIMIT, ...query }),
      boss,
    ),
  );

describe(`a list of ${ROWS.toLocaleString('en')} products reads one page of an index`, () => {
  it.each([
    { what: 'all', query: {}, index: 'products_pkey', most: LIMIT + 1 },
    { what: 'the last first', query: { sort: '-sku' }, index: 'products_pkey', most: LIMIT + 1 },
    { what: 'a rare prefix', query: { skuPrefix: 'TEA' }, index: 'products_', most: 20 },
    { what: 'a common prefix', query: { skuPrefix: 'MUG' }, index: 'products_', most: LIMIT + 1 },
    { what: 'a word of few names', query: { search: 'grey' }, index: 'products_', most: ROWS / 50 },
    {
      what: 'the beginning of a word of few names',
      query: { search: 'earl gr' },
      index: 'products_',
      most: 20,
    },
    { what: 'a word of many names', query: { search: 'mug' }, index: 'products_', most: ROWS / 50 },
  ])('$what', async ({ query, index, most }) => {
    for (const { reads, rows } of await run(query)) {
      expect(reads.join()).toContain(index);
      expect(reads.filter((read) => read.startsWith('Seq Scan'))).toEqual([]);
      expect(rows).toBeLessThanOrEqual(most);
    }
  });
});

describe('a search for products', () => {
  const NAMES = [
    'Earl Grey, 250 g',
    'Grey mug',
    "Chef's knife",
    'Łódź-Tasse',
    '100% wool',
    'tea & honey | 50/50',
    'زعفران',
    'www.teapot.example <b>',
  ];
  const east = { ...boss, tenant: 'east' };
  let dataSource: DataSource;
  beforeAll(async () => {
    dataSource = await dataSourceOf(orderApp, database.url).initialize();
    for (const [nr, name] of NAMES.entries())
      await dataSource.query(
        `INSERT INTO products (tenant, sku, name, price, currency, active, updated_at) VALUES ('east', $1, $2, 1, 'EUR', true, now())`,
        [`100%_${nr}`, name],
      );
  });
  afterAll(() => dataSource?.destroy());

  const find = async (query: object): Promise<string[]> => {
    const controller = new CatalogController(undefined as never, dataSource, undefined as never);
    const { items } = await controller.listProducts(listQuery.parse(query), east);
    return items.map(({ name }) => name);
  };

  it.each([
    ['grey', ['Earl Grey, 250 g', 'Grey mug']],
    ['GREY ear', ['Earl Grey, 250 g']],
    ['gre', ['Earl Grey, 250 g', 'Grey mug']],
    ['ear grey', []],
    ['grey tea', []],
    ["chef's", ["Chef's knife"]],
    ['łódź', ['Łódź-Tasse']],
    ['100%', ['100% wool']],
    ['honey | mug', []],
    ["' OR 1 = 1 --", []],
    ['grey:* & !mug', ['Grey mug']],
    ['زعفر', ['زعفران']],
    ['łódź-ta', ['Łódź-Tasse']],
    ['-250', ['Earl Grey, 250 g']],
    ['teapot', ['www.teapot.example <b>']],
    ['b', ['www.teapot.example <b>']],
    ['& | !', []],
    ['%', []],
  ])('finds the names with all words of %s', async (search, names) => {
    expect(await find({ search })).toEqual(names);
  });

  it.each([
    ['100%_', NAMES],
    ['100%_3', ['Łódź-Tasse']],
    ['100', NAMES],
    ['1_0', []],
    ['%', []],
    ['\\', []],
    ['tea', []],
  ])('finds the SKUs that start with %s', async (skuPrefix, names) => {
    expect(await find({ skuPrefix })).toEqual(names);
  });
});
