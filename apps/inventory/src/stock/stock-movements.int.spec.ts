import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inventoryReserve, shippingShipped } from '@waybill/contracts';
import { migrate } from '@waybill/platform';
import {
  type FreshDatabase,
  type SingleService,
  eventually,
  freshDatabase,
  schemaDrift,
  startService,
  testDatabaseUrl,
} from '@waybill/testing';
import { inventoryApp } from '../inventory.app.js';

let service: SingleService;
let database: FreshDatabase;

beforeAll(async () => {
  service = await startService(inventoryApp, 'inventory.events', {});
  database = await freshDatabase(testDatabaseUrl(), 'inventory_tables');
  await migrate(inventoryApp, database.url);
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

describe('the ledger of the stock', () => {
  it('has an entry for each change of what is on hand, and a receipt that comes twice once', async () => {
    const api = await service.api({ sub: 'clerk', admin: true });
    for (const key of ['first', 'second'])
      await api.post(
        '/v1/stock/TEA/receipts',
        { quantity: 10, reference: 'PO-1' },
        { 'idempotency-key': key },
      );
    await api.post('/v1/stock/TEA/adjustments', { delta: -1, reason: 'count' });
    const lines = [{ sku: 'TEA', quantity: 2 }];
    await service.send(inventoryReserve, 'order-1', { orderId: 'order-1', lines });
    await service.send(shippingShipped, 'order-1', {
      orderId: 'order-1',
      shipmentId: 'parcel-1',
      lines,
      carrier: 'C',
      trackingNumber: 'T',
      eta: '2026-03-01',
    });
    await eventually(async () => expect(await api.get('/v1/stock/TEA')).toMatchObject({ onHand: 7 }));

    const { rows } = await service.pool.query<{ kind: string; reference: string; delta: number }>(
      `SELECT kind, CASE kind WHEN 'adjusted' THEN 'its message' ELSE reference END AS reference, delta
       FROM stock_movements WHERE sku = 'TEA' ORDER BY at, kind`,
    );
    expect(rows).toEqual([
      { kind: 'received', reference: 'PO-1', delta: 10 },
      { kind: 'adjusted', reference: 'its message', delta: -1 },
      { kind: 'shipped', reference: 'parcel-1', delta: -2 },
    ]);
  });

  it('is as the entities say', async () => {
    expect(await schemaDrift(inventoryApp, database.url)).toEqual([]);
  });
});
