import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { eventually, postgresWorld, unlocked } from '@waybill/testing';
import { type Database, rowType, postgresDatabase } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { EventLog, type RecordedEvent } from '../event-log.js';
import { EventStore } from '../event-store.js';
import { eventStoreSchema } from '../schema.js';
import { ProjectionAdmin } from './admin.js';
import type { Verdict } from './differences.js';
import { type InlineView, InlineViews, type InlineViewsOptions } from './inline-views.js';
import { Projector } from './projector.js';
import { createInlineView, createProjections } from './view-steps.js';

@Entity('balances')
class Balance {
  @PrimaryColumn('text') account!: string;
  @Column('integer') version!: number;
  @Column('bigint') balance!: number;
  @Column('jsonb') booked!: readonly number[];
  @Column('timestamptz') at!: Date;
}
const balances = rowType(Balance, ['account']);

class Views1760000000099 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE balances (account text NOT NULL, version integer NOT NULL, balance bigint NOT NULL,
      booked jsonb NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (account))`);
    await createProjections(runner);
    await createInlineView(runner, 'balance');
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}

const view: InlineView<Balance> = {
  name: 'balance',
  view: balances,
  streams: 'account',
  fold: (events) => {
    const booked = events.map(({ data }) => (data as { amount: number }).amount);
    const { streamId: account, version, at } = events.at(-1)!;
    return { account, version, balance: booked.reduce((sum, amount) => sum + amount, 0), booked, at };
  },
};

const AT = new Date('2026-03-14T09:26:53.589Z');

describe('an inline view', () => {
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  let database: Database;
  let log: EventLog;
  beforeAll(async () => {
    world = await postgresWorld('inline_views', [...eventStoreSchema.migrations, Views1760000000099]);
    database = postgresDatabase(world.pool);
    log = new EventLog(world.pool);
  });
  afterAll(() => world?.close());
  const owner = (sql: string) => world.pool.query(sql);
  beforeEach(() => owner(`TRUNCATE events, streams, balances; UPDATE projections SET state = 'idle'`));

  const storeOf = (type: string) =>
    new EventStore(
      {
        type,
        begunBy: ['booked'],
        evolve: () => 0,
        create: () => {
          throw new Error('nobody loads');
        },
      },
      world.ids,
    );
  /**
   * Appends to an account and adds to its row, in one set. Readers of the log see it behind all older transactions of the server, also
   * those of other databases.
   */
  const book = async (account: string, amount: number): Promise<void> => {
    await append(account, amount);
    const booked = async () =>
      (await log.readAll({ limit: 1_000 })).map(({ streamId, data }) => [
        streamId,
        (data as { amount: number }).amount,
      ]);
    await eventually(async () => expect(await booked()).toContainEqual([account, amount]), {
      within: 60_000,
    });
  };
  const append = (account: string, amount: number): Promise<void> =>
    world.unitOfWork().run(world.context('book'), async (tx) => {
      const [row] = await Promise.all([
        tx.load(balances, { account }),
        storeOf('account').append(tx, account, 'any', [{ type: 'booked', data: { amount }, at: AT }]),
      ]);
      const { version, balance, booked } = row ?? { version: 0, balance: 0, booked: [] as number[] };
      tx.save(balances, {
        account,
        version: version + 1,
        balance: balance + amount,
        booked: [...booked, amount],
        at: AT,
      });
    });
  const row = (account: string, ...booked: number[]) => ({
    account,
    version: booked.length,
    balance: booked.reduce((sum, amount) => sum + amount, 0),
    booked,
    at: AT,
  });
  const viewsOf = (more: Partial<InlineViewsOptions> = {}) =>
    new InlineViews({ pool: world.pool, database, log, views: [view], ...more });
  const adminOf = (inline: InlineViews) =>
    new ProjectionAdmin(
      ...([world.pool, []] as const),
      new Projector({ log, database, timers: systemTimers, projections: [], inline }),
      inline,
    );
  const rebuilt = async (inline: InlineViews): Promise<void> => {
    expect(await inline.rebuild(view)).toBe(true);
    while (await inline.step(view));
  };
  const stored = async () => {
    const rows = await world.rows(balances);
    return rows.map(({ account, version, balance, booked, at }) => ({
      account,
      version,
      balance,
      booked,
      at,
    }));
  };

  it('is compared with its events and rebuilt: wrong, missing and extra rows', async () => {
    const inline = viewsOf({ batch: 3 });
    const admin = adminOf(inline);
    for (const [account, amount] of [
      ['anna', 1],
      ['ben', 2],
      ['cleo', 3],
      ['dora', 4],
      ['anna', 5],
      ['anna', 6],
      ['dora', 7],
    ] as const)
      await book(account as string, amount as number);
    // Of another type: has no row, and gets none.
    await world.unitOfWork().run(world.context('other'), async (tx) => {
      await storeOf('other').append(tx, 'other', 'none', [{ type: 'booked', data: { amount: 8 }, at: AT }]);
    });
    const right = [row('anna', 1, 5, 6), row('ben', 2), row('cleo', 3), row('dora', 4, 7)];
    expect(await stored()).toEqual(right);
    expect(await admin.verify('balance')).toEqual({ events: 7, differences: [] });

    await owner(`UPDATE balances SET booked = '[1, 6, 5]' WHERE account = 'anna'; DELETE FROM balances WHERE account = 'cleo';
      INSERT INTO balances VALUES ('zoe', 1, 1, '[1]', now()), ('other', 1, 8, '[8]', now())`);
    const { differences } = (await admin.verify('balance')) as Verdict<Balance>;
    expect(
      differences.map((one) => `${one.in} ${one.row.account} ${JSON.stringify(one.row.booked)}`).sort(),
    ).toEqual(['fold anna [1,5,6]', 'fold cleo [3]', 'view anna [1,6,5]', 'view other [8]', 'view zoe [1]']);
    await rebuilt(inline);
    expect(await stored()).toEqual(right);
    expect(await admin.verify('balance')).toEqual({ events: 7, differences: [] });
  });

  it('reports the progress of a rebuild; another instance continues it, and a second rebuild is refused', async () => {
    for (let nr = 0; nr < 10; nr++) await book(`account ${nr}`, nr);
    await owner('DELETE FROM balances');
    const admin = adminOf(viewsOf());
    const report = { name: 'balance', generation: 1, events: null, lagSeconds: 0 };
    expect(await admin.list()).toEqual([report]);
    await admin.rebuild('balance');
    await viewsOf({ batch: 4 }).step(view);
    expect(await admin.list()).toEqual([{ ...report, rebuild: { events: 4, of: 10 } }]);
    expect(await stored()).toHaveLength(4);
    await expect(admin.rebuild('balance')).rejects.toMatchObject({ code: 'REBUILD_RUNS' });
    const other = viewsOf();
    while (await other.step(view));
    expect(await admin.list()).toEqual([report]);
    expect((await admin.verify('balance')).differences).toEqual([]);
  });

  it('stays complete while several instances rebuild it and writers continue', async () => {
    const accounts = Array.from({ length: 20 }, (_, nr) => `account ${String(nr).padStart(2, '0')}`);
    for (const account of accounts) await book(account, 1);
    await owner(`UPDATE balances SET balance = 77 WHERE account < 'account 10'`);
    const errors: unknown[] = [];
    const projectors = [40, 60].map(
      (batch) =>
        new Projector({
          log,
          database,
          timers: systemTimers,
          projections: [],
          inline: viewsOf({ batch }),
          pollMs: 5,
          onError: (error) => errors.push(error),
        }),
    );
    for (const one of projectors) one.start();
    const admin = adminOf(viewsOf());
    const counts = new Set<number>();
    let over = false;
    const writing = accounts.slice(0, 4).map(async (account) => {
      while (!over) await book(account, 10);
    });
    for (let rebuild = 0; rebuild < 3; rebuild++) {
      await admin.rebuild('balance');
      await eventually(async () => {
        counts.add((await stored()).length);
        expect((await admin.list())[0]!.rebuild).toBe(undefined);
      });
      expect((await admin.verify('balance')).differences).toEqual([]);
    }
    over = true;
    await Promise.all([...writing, ...projectors.map((one) => one.stop())]);
    expect([...counts]).toEqual([accounts.length]);
    expect(errors).toEqual([]);
  });

  /** A log behind whose back something is written once, as soon as a stream was read. */
  class Interrupted extends EventLog {
    constructor(
      on: Pool | Parameters<EventLog['within']>[0],
      private readonly interrupt: () => Promise<void>,
    ) {
      super(on);
    }

    override within(client: Parameters<EventLog['within']>[0]): EventLog {
      return new Interrupted(client, this.interrupt);
    }

    override async readStreams(ids: readonly string[]): Promise<RecordedEvent[]> {
      const events = await super.readStreams(ids);
      if (events.length > 0) await this.interrupt();
      return events;
    }
  }

  it.each([
    {
      name: 'a write that comes while its stream is folded waits, and stands',
      on: () => database,
      stands: true,
    },
    { name: 'a rebuild without locks writes over it', on: () => unlocked(database), stands: false },
  ])('$name', async ({ on, stands }) => {
    await book('anna', 1);
    let booked: Promise<unknown> | undefined;
    const interrupt = (): Promise<void> => {
      let done = false;
      booked = book('anna', 2).finally(() => (done = true));
      return eventually(async () => {
        const { rows } = await owner(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        expect(done || rows.length > 0).toBe(true);
      });
    };
    await rebuilt(viewsOf({ database: on(), log: new Interrupted(world.pool, interrupt) }));
    await booked;
    expect(await stored()).toEqual([stands ? row('anna', 1, 2) : row('anna', 1)]);
  });

  /** Each statement sees what is committed by then. */
  const looking = {
    query: (text: string, values: unknown[]) => world.pool.query(text, values),
    async connect() {
      const client = await world.pool.connect();
      const query = client.query.bind(client) as (query: unknown, values?: unknown[]) => unknown;
      return {
        query: (text: unknown, values?: unknown[]) =>
          query(String(text).startsWith('BEGIN') ? 'BEGIN' : text, values),
        on: () => undefined,
        off: () => undefined,
        release: () => client.release(),
      };
    },
  } as unknown as Pool;

  it.each([
    { name: 'is compared at one instant, whatever is written meanwhile', pool: () => world.pool, found: 0 },
    { name: 'differs for one who compares statement by statement', pool: () => looking, found: 2 },
  ])('$name', async ({ pool, found }) => {
    await book('anna', 1);
    const inline = viewsOf({ pool: pool(), log: new Interrupted(world.pool, () => book('anna', 2)) });
    expect((await inline.verify(view)).differences).toHaveLength(found);
  });
});
