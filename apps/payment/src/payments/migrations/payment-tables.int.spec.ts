import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { migrate } from '@waybill/platform';
import { type FreshDatabase, freshDatabase, schemaDrift, testDatabaseUrl } from '@waybill/testing';
import { paymentApp } from '../../payment.app.js';

let database: FreshDatabase;

beforeAll(async () => {
  database = await freshDatabase(testDatabaseUrl(), 'payment_tables');
  await migrate(paymentApp, database.url);
});
afterAll(() => database.drop());

describe('the tables of the payment service', () => {
  it('are what the entities say', async () => {
    expect(await schemaDrift(paymentApp, database.url)).toEqual([]);
  });

  it('are made once', async () => {
    expect(await migrate(paymentApp, database.url)).toEqual([]);
  });
});
