import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EventLog, type Restored } from '@waybill/event-store';
import { type Api, type OneService, eventually, startOneService } from '@waybill/testing';
import { orderApp } from './order.app.js';
import { orderUpcasters } from './orders/domain/order.upcasters.js';

const ROOT = join(import.meta.dirname, '../../..');
/** How far the dump's transaction ids are ahead of this server's. */
const AHEAD = 1_000_000_000;

let order: OneService;
let ada: Api;
let admin: Api;
let log: EventLog;

beforeAll(async () => {
  order = await startOneService(orderApp);
  ada = await order.api();
  admin = await order.api({ sub: 'boss', admin: true, operator: true });
  log = new EventLog(order.database, orderUpcasters);
  await admin.put('/v1/products/MUG', { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
});

afterAll(() => order?.stop());

let keys = 0;
async function place(): Promise<string> {
  const shippingAddress = { name: 'Ada', line1: '1', city: 'London', postalCode: 'SW1', country: 'GB' };
  const body = { lines: [{ sku: 'MUG', quantity: 1 }], shippingAddress, paymentMethod: 'pm_card_visa' };
  const key = { 'idempotency-key': `key-${++keys}` };
  return (await ada.post<{ id: string }>('/v1/orders', body, key)).id;
}

const read = async (): Promise<string[]> =>
  (await log.readAll({ limit: 100 })).map(({ streamId, version }) => `${streamId} ${version}`);
const readable = (orders: readonly string[]) =>
  eventually(async () => expect(await read()).toEqual(orders.map((id) => `${id} 1`)));
const views = (orders: number) =>
  eventually(async () => {
    expect(await admin.get('/admin/reports/orders-by-status')).toEqual({
      items: [{ status: 'PENDING', orders }],
    });
    expect(await admin.get('/admin/reports/product-demand')).toMatchObject({ items: [{ ordered: orders }] });
  });

/** Simulates a dump that was restored into a new cluster: its rows and checkpoints have higher transaction ids than the server. */
async function asRestored(): Promise<void> {
  await order.database.query(
    `UPDATE events SET tx = tx + ${AHEAD};
     UPDATE projections SET tx = tx + ${AHEAD} WHERE tx > 0;
     UPDATE product_demand_shares SET tx = tx + ${AHEAD} WHERE tx > 0`,
  );
}

/** Runs the command that an operator runs after a restore. */
async function repaired(): Promise<Restored> {
  const source = ['--conditions=@waybill/source', '--import', join(ROOT, 'tools/source.mjs')];
  const command = [...source, join(ROOT, 'tools/waybill.ts'), 'events', 'after-restore', '--json'];
  const { connectionString: DATABASE_OWNER_URL } = order.database.options;
  const environment = { ...process.env, DATABASE_OWNER_URL, WAYBILL_USER: 'restorer' };
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: environment });
  return JSON.parse(stdout) as Restored;
}

async function recorded(): Promise<unknown[]> {
  const { rows } = await order.database.query(
    `SELECT role, subject, after FROM trail WHERE operation = 'afterRestore' ORDER BY id`,
  );
  return rows;
}

describe('a dump restored into a younger cluster', () => {
  const orders: string[] = [];

  it('has nothing to be done about while the cluster is the old one', async () => {
    orders.push(await place(), await place(), await place());
    await readable(orders);
    await views(3);
    expect(await repaired()).toEqual({ needed: false, before: 0, moved: 0 });
    await readable(orders);
  });

  it('shows no restored event as it is, and puts a new one before them', async () => {
    await asRestored();
    expect(await read()).toEqual([]);
    const early = await place();
    await readable([early]);
    orders.push(early);
  });

  it('is read in order behind the command, new events last, and the views go on', async () => {
    expect(await repaired()).toMatchObject({ needed: true, moved: 1 });
    await readable(orders);
    await views(4);
    orders.push(await place(), await place());
    await readable(orders);
    await views(6);
    expect(await repaired()).toMatchObject({ needed: false, moved: 0 });
    const all = await eventually(async () => {
      const reports = await admin.get<{ name: string; lagSeconds: number }[]>('/admin/projections');
      expect(reports.filter(({ lagSeconds }) => lagSeconds > 0)).toEqual([]);
      return reports;
    });
    for (const { name } of all)
      expect(await admin.post(`/admin/projections/${name}/verify`, {})).toMatchObject({ differences: [] });
  });

  it('can be dumped and restored again, and each repair is in the trail', async () => {
    await asRestored();
    expect(await read()).toEqual([]);
    expect(await repaired()).toMatchObject({ needed: true, moved: 0 });
    expect(await recorded()).toEqual([
      { role: 'operator', subject: 'restorer', after: { offset: expect.any(Number), moved: 1 } },
      { role: 'operator', subject: 'restorer', after: { offset: expect.any(Number), moved: 0 } },
    ]);
    orders.push(await place());
    await readable(orders);
    await views(7);
  });
});
