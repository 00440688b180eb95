import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '@waybill/platform';
import { type FreshDatabase, freshDatabase, schemaDrift, testDatabaseUrl } from '@waybill/testing';
import { shippingApp } from '../../shipping.app.js';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase(testDatabaseUrl(), 'shipping_tables');
  await migrate(shippingApp, database.url);
});
afterAll(() => database.drop());

describe('the tables of the shipping service', () => {
  it('are what the entities say', async () => {
    expect(await schemaDrift(shippingApp, database.url)).toEqual([]);
  });

  it('are migrated once', async () => {
    expect(await migrate(shippingApp, database.url)).toEqual([]);
  });
});
