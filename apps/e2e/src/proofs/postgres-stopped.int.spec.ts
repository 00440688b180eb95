import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { ServiceApp } from '@waybill/platform';
import {
  type Answer,
  type EmbeddedPostgres,
  eventually,
  overrideSession,
  poolOn,
  stackWithOwnServers,
  startOneService,
  uniqueName,
} from '@waybill/testing';
import type { Database } from '@waybill/unit-of-work';
import type pg from 'pg';
import { orderApp } from '../../../order/src/order.app.js';
import { auditedClean } from '../audit.js';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { type Order, PATIENCE, Shop, customerOf } from '../shop.js';
import { CustomerLoad } from './customer-load.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const STOPS = FULL ? 10 : 2;

jest.setTimeout(900_000);

/** Proof 8: Postgres crashes without closing its connections, and recovers what was committed. */
describe(`Postgres stopped at once ${STOPS} times under a flow of orders`, () => {
  const looks: unknown[] = [];
  let postgres: EmbeddedPostgres;
  let platform: OwnPlatform;
  let admin: pg.Pool;
  let shop: Shop;
  let customers: CustomerLoad;

  /** Kills Postgres while a statement that begins with `beginning` waits for a lock. `act` runs once the lock is held. */
  const stopDuring = async (beginning: string, lock: string, act = (): void => undefined): Promise<void> => {
    const client = await admin.connect();
    try {
      client.on('error', () => undefined);
      await client.query(`BEGIN; LOCK TABLE ${lock} MODE`);
      act();
      await eventually(async () => {
        const { rowCount } = await admin.query(
          `SELECT FROM pg_locks JOIN pg_stat_activity USING (pid)
           WHERE NOT granted AND datname = current_database() AND starts_with(query, $1)`,
          [beginning],
        );
        expect(rowCount).toBeGreaterThan(0);
      }, PATIENCE);
      await postgres.kill();
    } finally {
      client.release(true);
    }
  };
  /** Kills Postgres while orders are being saved and the COMMIT is already sent. Restarts it before requests time out. */
  const stopDuringSave = async (): Promise<void> => {
    await stopDuring('WITH c0 AS', 'outbox IN SHARE');
    await postgres.restart();
  };
  let look: Promise<Answer<Order>> | undefined;
  /** Kills Postgres while an order is being read. Restarts it after the next 503 response. */
  const stopDuringRead = async (): Promise<void> => {
    const { unavailable } = customers;
    const { customer, id } = customers.placed[0]!;
    await stopDuring('SELECT s.id', 'contacts IN ACCESS EXCLUSIVE', () => {
      look = shop.order(customer, id);
    });
    const { status, headers } = await look!;
    looks.push({ status, retryAfter: headers.get('retry-after') });
    await eventually(() => expect(customers.unavailable).toBeGreaterThan(unavailable), PATIENCE);
    await postgres.restart();
  };

  beforeAll(async () => {
    const stack = await stackWithOwnServers();
    ({ postgres } = stack);
    platform = await startOwnPlatform({
      stack,
      together: !FULL,
      environments: { shipping: { DISPATCH_AFTER: 'manual' } },
    });
    // As the superuser, because other roles cannot see the queries of the services.
    const { pathname } = new URL(platform.databases.order);
    admin = poolOn(new URL(pathname, stack.databaseUrl).href, { max: 2 });
    shop = new Shop(platform, 'main-street');
    customers = new CustomerLoad(shop, await shop.sells('mug', { pieces: 100_000 }));
    customers.start();
    for (let stop = 0; stop < STOPS; stop++) {
      const { length } = customers.placed;
      await eventually(() => expect(customers.placed.length).toBeGreaterThan(length + 20), PATIENCE);
      await (stop % 2 === 0 ? stopDuringSave() : stopDuringRead());
    }
    const { length } = customers.placed;
    await eventually(() => expect(customers.placed.length).toBeGreaterThan(length), PATIENCE);
    await customers.stop();
  });
  afterAll(async () => {
    await customers?.stop();
    await admin?.end();
    await platform?.end();
  });

  it('all requests succeed or get 503 with Retry-After', () => {
    expect(customers.wrong).toEqual([]);
    expect(looks).toEqual(Array.from({ length: STOPS / 2 }, () => ({ status: 503, retryAfter: '1' })));
  });

  it('every accepted order exists and ends as expected', async () => {
    for (const { customer, id, end } of customers.placed) await shop.until(customer, id, end);
    expect(customers.placed.length).toBeGreaterThan(STOPS * 20);
  });

  it('the audit finds nothing', async () => {
    const { records } = await auditedClean(platform);
    expect(records.order).toBe(customers.placed.length);
    process.stderr.write(`${customers.placed.length} orders, ${customers.unavailable} times 503\n`);
  });

  it('a service that answers before it commits loses orders', async () => {
    const naive = new CommitsLater();
    const { adminUrl, wrapDatabase } = { adminUrl: postgres.url, wrapDatabase: naive.wrap };
    const service = await startOneService(orderApp as unknown as ServiceApp, {}, { adminUrl, wrapDatabase });
    const tenant = 'early';
    const keeper = await service.api({ sub: 'shopkeeper', tenant, admin: true });
    const sku = uniqueName('mug');
    await keeper.put(`/v1/products/${sku}`, { name: 'Mug', price: { amount: 1250, currency: 'EUR' } });
    const early = new Shop({ urls: { order: service.service.url } as never }, tenant);
    const customer = customerOf(tenant);
    naive.early = true;
    const answers = await Promise.all([1, 2, 3].map(() => early.place(customer, { sku })));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    await postgres.kill();
    await naive.commitNow();
    await postgres.restart();
    await eventually(async () => {
      const found = await Promise.all(answers.map(({ body }) => early.order(customer, body.id)));
      expect(found.map(({ status }) => status)).toEqual([404, 404, 404]);
    }, PATIENCE);
    await service.stop();
  });
});

/** Acknowledges a commit before it is done, as a write-behind cache does. */
class CommitsLater {
  early = false;
  private readonly later: (() => Promise<unknown>)[] = [];

  readonly wrap = (database: Database): Database =>
    overrideSession(database, (session) => ({
      commit: async (changes, unclaim) => {
        const commit = () => session.commit(changes, unclaim);
        if (!this.early) return commit();
        this.later.push(commit);
        return undefined;
      },
    }));

  async commitNow(): Promise<void> {
    this.early = false;
    for (const commit of this.later) await commit().catch(() => undefined);
  }
}
