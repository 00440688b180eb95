import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import { eventually, queryOn } from '@waybill/testing';
import { auditedClean } from '../audit.js';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { Shop, customerOf } from '../shop.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const PIECES = FULL ? 1_000 : 20;
const ORDERS = FULL ? 5_000 : 100;
const CLIENTS = FULL ? 200 : 20;
const KILLS = FULL ? 4 : 1;
const TENANT = 'hot';

jest.setTimeout(900_000);

/** Proof 17: there are far more orders for a product than units of it, and instances of inventory are killed meanwhile. */
describe(`${PIECES} pieces of one SKU and ${ORDERS} orders from ${CLIENTS} clients`, () => {
  let platform: OwnPlatform;
  let shop: Shop;
  beforeAll(async () => {
    platform = await startOwnPlatform({
      twice: FULL || ['order', 'inventory'],
      environments: { shipping: { DISPATCH_AFTER: 'manual' }, notification: { SMTP_URL: 'discard://' } },
    });
    shop = new Shop(platform, TENANT);
  });
  afterAll(() => platform?.end());

  /** Each client places its share of the orders in sequence, and retries under the same key if there is no response. */
  const rush = (sku: string): Promise<unknown> => {
    const client = async (): Promise<void> => {
      const customer = customerOf(TENANT);
      for (let number = 0; number < ORDERS / CLIENTS; number++) {
        const headers = { 'idempotency-key': `${customer.sub}-${number}` };
        await eventually(
          async () => expect((await shop.place(customer, { sku, headers })).status).toBe(202),
          { within: 120_000, every: 200 },
        );
      }
    };
    return Promise.all(Array.from({ length: CLIENTS }, client));
  };

  it('sell exactly the available units, without deadlocks between instances', async () => {
    const sku = await shop.sells('console', { pieces: PIECES });
    const started = performance.now();
    const rushing = rush(sku);
    for (let kill = 0; kill < KILLS; kill++) {
      await sleep(systemTimers, FULL ? 4_000 : 300);
      const instance = kill % 2 === 0 ? 'inventory' : 'inventory-2';
      await platform.processes.get(instance)!.kill();
      platform.start(instance);
    }
    await rushing;
    const decided = (): Promise<{ status: string; code: string | null; orders: number }[]> =>
      queryOn(
        platform.databases.order,
        `SELECT status, progress->'rejection'->>'code' AS code, count(*)::int AS orders
         FROM order_summaries GROUP BY 1, 2 ORDER BY 1`,
      );
    await eventually(
      async () =>
        expect(await decided()).toEqual([
          { status: 'CONFIRMED', code: null, orders: PIECES },
          { status: 'REJECTED', code: 'OUT_OF_STOCK', orders: ORDERS - PIECES },
        ]),
      { within: 300_000, every: 500 },
    );
    const seconds = (performance.now() - started) / 1_000;
    process.stderr.write(`${ORDERS} orders decided in ${seconds.toFixed(1)} s\n`);
    expect(await shop.stock(sku)).toEqual({ onHand: PIECES, reserved: PIECES, available: 0 });
    const deadlocks = await queryOn<{ deadlocks: number }>(
      platform.databases.inventory,
      `SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`,
    );
    expect(deadlocks).toEqual([{ deadlocks: 0 }]);
    await platform.ready();
    // Long, because the audit is clean only after the mails of all orders have been sent.
    await eventually(() => auditedClean(platform), { within: 240_000 });
  });
});
