import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { inventoryReserve } from '@waybill/contracts';
import { type ServiceApp, unitOfWorkPool } from '@waybill/platform';
import {
  type Api,
  type SingleService,
  eventually,
  overrideSession,
  poolOn,
  startService,
  uniqueName,
} from '@waybill/testing';
import { type Database, postgresDatabase } from '@waybill/unit-of-work';
import type pg from 'pg';
import { inventoryApp } from '../../../inventory/src/inventory.app.js';
import { PATIENCE } from '../shop.js';

const ROUNDS = process.env['WAYBILL_PROOFS'] === 'full' ? 10 : 1;
const TIMEOUT_MS = 400;

jest.setTimeout(ROUNDS * 300_000);

/** Counts, in one snapshot, the committed rows of receipts (HTTP requests) and of reservations (commands). */
const LOOK = `
  SELECT (SELECT count(*) FROM inbox WHERE consumer = 'http')::int AS requests,
    (SELECT count(*) FROM idempotency_keys)::int AS answers,
    (SELECT count(*) FROM stock_movements)::int AS receipts,
    (SELECT coalesce(sum(on_hand), 0) FROM stock)::int AS pieces,
    (SELECT count(*) FROM inbox WHERE consumer = 'inventory.reserve-stock')::int AS commands,
    (SELECT count(*) FROM reservations)::int AS reservations,
    (SELECT coalesce(sum(reserved), 0) FROM stock)::int AS reserved`;

type Seen = ReturnType<typeof whole>;

/** The expected counts if each receipt and reservation is committed completely, with its claim. */
function whole(receipts: number, reservations: number) {
  const taken = { requests: receipts, answers: receipts, receipts, pieces: receipts };
  return { ...taken, commands: reservations, reservations, reserved: reservations };
}

/** Read the counts continuously, and record those that show a partly committed transaction. */
class Readers {
  readonly torn: Seen[] = [];
  private reading = true;
  private readonly loops: readonly Promise<void>[];

  constructor(private readonly pool: pg.Pool) {
    this.loops = [this.read(), this.read()];
  }

  async look(): Promise<Seen> {
    return (await this.pool.query<Seen>(LOOK)).rows[0]!;
  }

  async stop(): Promise<void> {
    this.reading = false;
    await Promise.all(this.loops);
  }

  private async read(): Promise<void> {
    while (this.reading) {
      const seen = await this.look();
      const { receipts, reservations } = seen;
      if (JSON.stringify(seen) !== JSON.stringify(whole(receipts, reservations))) this.torn.push(seen);
    }
  }
}

/** The inventory service with a given pool for its unit of work, and the readers of its database. */
class World {
  timeouts = 0;
  readonly sku = uniqueName('mug');
  private service!: SingleService;
  private clerk!: Api;
  private observer!: pg.Pool;
  private pool!: pg.Pool;
  readers!: Readers;

  async start(pool: (url: string) => pg.Pool, borrow = (from: pg.Pool): pg.Pool => from): Promise<void> {
    const wrapDatabase = (_: Database, url: string): Database => {
      this.pool = pool(url);
      return this.counting(postgresDatabase(borrow(this.pool)));
    };
    const app = inventoryApp as unknown as ServiceApp;
    this.service = await startService(app, 'inventory.events', {}, { wrapDatabase });
    this.clerk = await this.service.api({ sub: 'clerk', admin: true });
    this.observer = poolOn(this.service.ownerUrl, { max: 4 });
    this.readers = new Readers(this.observer);
  }

  async stop(): Promise<void> {
    await this.readers?.stop();
    await this.observer?.end();
    await this.service?.stop();
    await this.pool?.end();
  }

  /** Receives one unit. Returns the HTTP status. */
  async receive(reference: string): Promise<number> {
    const { status } = await this.clerk.call('POST', `/v1/stock/${this.sku}/receipts`, {
      body: { quantity: 1, reference },
      headers: { 'idempotency-key': reference },
    });
    return status;
  }

  /** Sends the command to reserve one unit for an order. */
  reserve(orderId: string): Promise<unknown> {
    const lines = [{ sku: this.sku, quantity: 1 }];
    return this.service.send(inventoryReserve, orderId, { orderId, lines });
  }

  /** Runs `act` while another transaction holds the lock of this statement. */
  async holding(statement: string, act: () => Promise<void>): Promise<void> {
    const client = await this.observer.connect();
    try {
      await client.query('BEGIN');
      await client.query(statement);
      await act();
    } finally {
      await client.query('ROLLBACK');
      client.release();
    }
  }

  /** Number of the service's connections that are idle in transaction. */
  async leftOpen(): Promise<number> {
    // Only the administrator sees the state of other roles' connections.
    const { rowCount } = await this.service.pool.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'waybill-slow'
       AND datname = current_database() AND state = 'idle in transaction'`,
    );
    return rowCount ?? 0;
  }

  /** Waits until exactly this many receipts and reservations are committed. */
  settle(receipts: number, reservations: number): Promise<void> {
    return eventually(
      async () => expect(await this.readers.look()).toEqual(whole(receipts, reservations)),
      PATIENCE,
    );
  }

  private counting(database: Database): Database {
    const counted = <T>(work: Promise<T>): Promise<T> =>
      work.catch((error: Error) => {
        if (`${error} ${error.cause}`.includes('timeout')) this.timeouts++;
        throw error;
      });
    return overrideSession(database, (session) => ({
      begin: (claims, loads) => counted(session.begin(claims, loads)),
      load: (requests) => counted(session.load(requests)),
      list: (requests) => counted(session.list(requests)),
      commit: (changes, unclaim) => counted(session.commit(changes, unclaim)),
    }));
  }
}

/** The server cancels slow statements and reports an error. */
const endedByServer = (url: string): pg.Pool =>
  unitOfWorkPool(`${url}?statement_timeout=${TIMEOUT_MS}`, 'slow');
/** The client stops waiting, and the server continues. Not a pipelining pool, because that closes the connection after a timeout. */
const givenUpByClient = (url: string): pg.Pool =>
  poolOn(url, { query_timeout: TIMEOUT_MS, application_name: 'waybill-slow' });

const ROW = `SELECT FROM stock FOR UPDATE`;
const SAVES = `LOCK TABLE stock_movements, reservations IN SHARE MODE`;

/** Proof 6: a statement of a transaction times out, either at the server or at the client. */
describe.each([
  { who: 'the server', pool: endedByServer },
  { who: 'its client', pool: givenUpByClient },
])('a transaction one of whose statements $who gives up', ({ pool }) => {
  const world = new World();
  beforeAll(() => world.start(pool));
  afterAll(() => world.stop());

  it('shows no reader anything of a rolled back transaction, and a retry takes effect once', async () => {
    expect([await world.receive('one'), await world.receive('two')]).toEqual([200, 200]);
    for (let round = 0, receipts = 2; round < ROUNDS; round++, receipts += 3) {
      const reservations = 2 * round;
      const { timeouts } = world;
      // Times out at the row lock, after the claims are inserted, until the request fails with 503.
      await world.holding(ROW, async () => {
        await world.reserve(`order-${round}`);
        expect(await world.receive(`late-${round}`)).toBe(503);
        expect(world.timeouts).toBeGreaterThan(timeouts);
        expect(await world.readers.look()).toEqual(whole(receipts, reservations));
      });
      expect(await world.receive(`next-${round}`)).toBe(200);
      await world.settle(receipts + 1, reservations + 1);
      expect(await world.receive(`late-${round}`)).toBe(200);

      // Times out at the save, when the COMMIT is already sent. The request gets its response only after the outcome is known.
      const before = world.timeouts;
      let asked: Promise<number> | undefined;
      await world.holding(SAVES, async () => {
        await world.reserve(`other-${round}`);
        asked = world.receive(`saved-${round}`);
        await eventually(() => expect(world.timeouts).toBeGreaterThan(before + 1), PATIENCE);
        expect(await world.readers.look()).toEqual(whole(receipts + 2, reservations + 1));
      });
      expect(await asked).toBe(200);
      await world.settle(receipts + 3, reservations + 2);
    }
    expect(world.readers.torn).toEqual([]);
  });
});

/** Returns connections to the pool even after an error, as `finally { client.release() }` does, so with an open transaction. */
function careless(pool: pg.Pool): pg.Pool {
  const borrow = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect();
    const { release } = client;
    client.release = () => release();
    return client;
  };
  return { connect: borrow, query: pool.query.bind(pool) } as unknown as pg.Pool;
}

describe('a pool that reuses connections without knowing how their transactions ended', () => {
  const world = new World();
  beforeAll(() => world.start(givenUpByClient, careless));
  afterAll(() => world.stop());

  it('commits rolled back statements with the next transaction', async () => {
    expect(await world.receive('one')).toBe(200);
    await world.holding(ROW, async () => {
      expect(await world.receive('late')).toBe(503);
      expect(await world.readers.look()).toEqual(whole(1, 0));
    });
    await eventually(async () => expect(await world.leftOpen()).toBe(1), PATIENCE);
    expect(await world.receive('next')).toBe(200);
    // The claim of the request that got 503 is committed without its receipt.
    const torn = { ...whole(2, 0), requests: 3 };
    expect(await world.readers.look()).toEqual(torn);
    await eventually(() => expect(world.readers.torn).toContainEqual(torn));
  });
});
