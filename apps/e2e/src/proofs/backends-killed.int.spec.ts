import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import { eventually, poolOn, testDatabaseUrl } from '@waybill/testing';
import type pg from 'pg';
import { auditedClean } from '../audit.js';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { PATIENCE, Shop } from '../shop.js';
import { CustomerLoad } from './customer-load.js';
import { Workers } from './workers.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const KILLS = FULL ? 60 : 3;
const EVERY_MS = 2_000;

jest.setTimeout(600_000);

/** Proof 7: all connections of all services are terminated every two seconds while orders are placed. */
describe(`${KILLS} times all connections to Postgres are ended under a flow of orders`, () => {
  const workers = new Workers();
  const exits: string[] = [];
  let platform: OwnPlatform;
  let admin: pg.Pool;
  let shop: Shop;
  let customers: CustomerLoad;
  let killed = 0;
  let naive: ReturnType<Workers['start']>;

  /** Terminates all connections, including those with an open transaction, as an administrator or a failover does. */
  const killBackends = async (): Promise<void> => {
    const { rowCount } = await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name LIKE 'waybill-%' AND datname = ANY($1)`,
      [Object.values(platform.databases).map((url) => new URL(url).pathname.slice(1))],
    );
    killed += rowCount ?? 0;
  };

  beforeAll(async () => {
    platform = await startOwnPlatform({
      // Services that share a process still have separate pools.
      together: !FULL,
      environments: { shipping: { DISPATCH_AFTER: 'manual' } },
    });
    for (const { name, ended } of platform.processes.values()) void ended.then(() => exits.push(name));
    admin = poolOn(testDatabaseUrl(), { max: 1 });
    shop = new Shop(platform, 'main-street');
    // Its stderr is ignored, because the stack trace of its crash is long.
    naive = workers.start(
      'no-error-listener-worker.ts',
      { DATABASE_URL: platform.databases.order },
      'ignore',
    );
    await new Promise((resolve) => naive.once('message', resolve));
    customers = new CustomerLoad(shop, await shop.sells('mug', { pieces: 100_000 }));
    customers.start();
    for (let kill = 0; kill < KILLS; kill++) {
      const before = customers.placed.length;
      await sleep(systemTimers, EVERY_MS);
      await eventually(() => expect(customers.placed.length).toBeGreaterThan(before + 10), PATIENCE);
      await killBackends();
    }
    await customers.stop();
  });
  afterAll(async () => {
    await customers?.stop();
    await workers.endAll();
    await admin?.end();
    await platform?.end();
  });

  it('ends no process', () => {
    expect(exits).toEqual([]);
    expect(killed).toBeGreaterThan(KILLS * 5);
  });

  it('all requests succeed or get 503 with Retry-After', () => {
    expect(customers.wrong).toEqual([]);
  });

  it('every accepted order ends as expected', async () => {
    for (const { customer, id, end } of customers.placed) await shop.until(customer, id, end);
    expect(customers.placed.length).toBeGreaterThan(KILLS * 10);
  });

  it('the audit finds nothing: each message was handled once', async () => {
    const { records } = await auditedClean(platform);
    expect(records.order).toBe(customers.placed.length);
    process.stderr.write(
      `${customers.placed.length} orders, ${killed} connections ended, ${customers.unavailable} times 503\n`,
    );
  });

  it('a process without an error listener on its idle connections ends', async () => {
    await eventually(() => expect(naive.exitCode).toBe(1));
  });
});
