import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Timers, codeOf } from '@waybill/kernel';
import {
  BankTables1700000000000,
  type CutProxy,
  type FixedClock,
  type UnitOfWorkWorld,
  accounts,
  book,
  cutProxy,
  entries,
  eventually,
  freePort,
  hastyTimers,
  open,
  overrideSession,
  poolOn,
  postgresWorld,
  twinWorld,
} from '@waybill/testing';
import type pg from 'pg';
import { postgresDatabase } from './postgres/postgres-database.js';
import { CommitInDoubt, type Database, type Session } from './session.js';
import { type Tx, Unavailable } from './unit-of-work.js';

type Commit = (
  session: Session,
  ...parameters: Parameters<Session['commit']>
) => ReturnType<Session['commit']>;

function committing(database: Database, ...commits: Commit[]): Database {
  return overrideSession(database, (session) => ({
    commit: (changes, unclaim) => {
      const commit = commits.shift();
      return commit ? commit(session, changes, unclaim) : session.commit(changes, unclaim);
    },
  }));
}

/** Waiting advances the clock of the unit of work and takes no real time. */
function timersOf(clock: FixedClock): Timers {
  return {
    after: (ms, callback) =>
      hastyTimers.after(ms, () => {
        clock.advance(ms);
        callback();
      }),
  };
}

describe.each([
  { name: 'the twin', make: twinWorld },
  { name: 'Postgres', make: () => postgresWorld('doubts', [BankTables1700000000000]) },
])('a commit whose response is lost, on $name', ({ make }) => {
  let world: UnitOfWorkWorld;
  beforeAll(async () => {
    world = await make();
    await world.unitOfWork().run(world.context('open'), (tx) => open(tx, 'a', 0));
  });
  afterAll(() => world?.close());

  /** Handles two messages in one batch, the second of which is refused, and returns the change of the balance. */
  const pay = async (...commits: Commit[]) => {
    const balance = async () => (await world.rows(accounts))[0]!.balance;
    const before = await balance();
    const unitOfWork = world.unitOfWork({ database: committing(world.database, ...commits) });
    const contexts = [1, 2, 3].map(() => world.context('pay'));
    const outcomes = await Promise.all(
      contexts.map((context, index) =>
        unitOfWork.run(context, (tx) => book(tx, 'a', index === 1 ? -9_999 : 5)).catch(codeOf),
      ),
    );
    const claimed = (await world.claims()).map(({ messageId }) => messageId);
    const stood = contexts.map(({ messageId }) => claimed.includes(messageId));
    return { outcomes, gained: (await balance()) - before, before, stood };
  };

  it('succeeded if its claims exist', async () => {
    const applied: Commit = async (session, changes, unclaim) => {
      await session.commit(changes, unclaim);
      throw new CommitInDoubt();
    };
    const { before, ...paid } = await pay(applied);
    expect(paid).toEqual({
      outcomes: [before + 5, '23514', before + 10],
      gained: 10,
      stood: [true, false, true],
    });
  });

  it('is retried if its claims do not exist', async () => {
    const lost: Commit = async (session) => {
      await session.rollback();
      throw new CommitInDoubt();
    };
    const { before, ...paid } = await pay(lost, lost);
    expect(paid).toEqual({
      outcomes: [before + 5, '23514', before + 10],
      gained: 10,
      stood: [true, false, true],
    });
  });

  it('returns its result when it reaches the database after the claims were checked', async () => {
    let arrived: Promise<unknown> | undefined;
    const late = overrideSession(world.database, (session) => {
      let isLost = false;
      return {
        commit: (changes, unclaim) => {
          if (arrived) return session.commit(changes, unclaim);
          isLost = true;
          arrived = new Promise<void>((resolve) => hastyTimers.after(0, resolve))
            .then(() => session.commit(changes, unclaim))
            .catch(() => undefined);
          return Promise.reject(new CommitInDoubt());
        },
        // ROLLBACK never reaches the server, because the connection is lost.
        rollback: () => (isLost ? Promise.resolve() : session.rollback()),
      };
    });
    const outcome = await world
      .unitOfWork({ database: late })
      .run(world.context('pay'), (tx) => book(tx, 'a', 5));
    await arrived;
    expect(outcome).toBe((await world.rows(accounts))[0]!.balance);
  });

  it.each([
    { when: 'it was done', outcome: 'gone', done: true },
    { when: 'it was not done', outcome: 'closed', done: false },
  ])('runs again without a claim, and the work finds what it did, when $when', async ({ outcome, done }) => {
    const context = { ...world.context('close'), unclaimed: true as const };
    const id = `closing ${outcome}`;
    await world.unitOfWork().run(world.context('open'), (tx) => open(tx, id, 0));
    const lost: Commit = async (session, changes, unclaim) => {
      await (done ? session.commit(changes, unclaim) : session.rollback());
      throw new CommitInDoubt();
    };
    const unitOfWork = world.unitOfWork({ database: committing(world.database, lost) });
    const closed = await unitOfWork.run(context, async (tx) => {
      if (!(await tx.load(accounts, { id }))) return 'gone';
      tx.remove(accounts, { id });
      return 'closed';
    });
    expect(closed).toBe(outcome);
    expect((await world.rows(accounts)).filter((account) => account.id === id)).toEqual([]);
    expect((await world.claims()).filter(({ messageId }) => messageId === context.messageId)).toEqual([]);
  });

  it('rejects its callers while the database is unreachable, and is found afterwards', async () => {
    let away = false;
    const applied: Commit = async (session, changes, unclaim) => {
      await session.commit(changes, unclaim);
      away = true;
      throw new CommitInDoubt();
    };
    const there = committing(world.database, applied);
    const gone = (): Promise<never> => Promise.reject(new Error('away'));
    const database: Database = {
      open: () => (away ? gone() : there.open()),
      standing: (claims) => (away ? gone() : there.standing(claims)),
    };
    const timers = timersOf(world.clock);
    const unitOfWork = world.unitOfWork({ database, timers, patienceMs: 1_000 });
    const before = (await world.rows(accounts))[0]!.balance;
    const [context, next] = [world.context('pay'), world.context('pay')];
    const pay = (which: typeof context) => unitOfWork.run(which, (tx) => book(tx, 'a', 5)).catch(codeOf);
    expect(await pay(context)).toBe('UNAVAILABLE');
    expect(await pay(next)).toBe('UNAVAILABLE');
    away = false;
    expect(await pay(context)).toBe('DUPLICATE_MESSAGE');
    expect(await pay(next)).toBe(before + 10);
  });

  it('is retried when only a message that another instance handled is committed', async () => {
    const context = world.context('pay');
    const before = (await world.rows(accounts))[0]!.balance;
    const overtaken: Commit = async (session) => {
      await session.rollback();
      await world.unitOfWork().run(context, (tx) => book(tx, 'a', 5));
      throw new CommitInDoubt();
    };
    const unitOfWork = world.unitOfWork({ database: committing(world.database, overtaken) });
    await Promise.all([
      unitOfWork.run(context, (tx) => book(tx, 'a', 5)),
      unitOfWork.run(world.context('pay'), (tx) => book(tx, 'a', 7)),
    ]);
    expect((await world.rows(accounts))[0]!.balance).toBe(before + 12);
  });
});

describe('the unit of work on a Postgres that fails', () => {
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  let proxy: CutProxy;
  beforeAll(async () => {
    world = await postgresWorld('faults', [BankTables1700000000000]);
    proxy = await cutProxy(world.service.url);
    await Promise.all(
      ['a', 'b'].map((id) => world.unitOfWork().run(world.context('open'), (tx) => open(tx, id, 100))),
    );
  });
  afterAll(async () => {
    await world?.close();
    await proxy?.close();
  });

  const balances = async () => (await world.rows(accounts)).map(({ balance }) => balance);
  /** Cuts or silences the connection at the first chunk that contains `word`. */
  const spoil = (word: string, how: 'before' | 'after' | 'silence') => {
    let done = false;
    proxy.spoil = (chunk) => {
      if (done || !chunk.includes(word)) return undefined;
      done = true;
      return how;
    };
  };
  const through = () => world.unitOfWork({ database: postgresDatabase(world.service.another(proxy.url)) });

  it.each([
    { when: 'before the commit', word: 'COMMIT', how: 'before' as const },
    { when: 'after the commit', word: 'COMMIT', how: 'after' as const },
    { when: 'at the claims', word: 'INSERT INTO inbox', how: 'before' as const },
    { when: 'while rows are locked', word: 'FOR UPDATE', how: 'after' as const },
  ])('has one effect when the connection is cut $when', async ({ word, how }) => {
    const [before] = await balances();
    const unitOfWork = through();
    await unitOfWork.run(world.context('warm'), (tx) => book(tx, 'a', 0));
    spoil(word, how);
    const context = world.context('pay');
    expect(await unitOfWork.run(context, (tx) => book(tx, 'a', 5))).toBe(before! + 5);
    expect((await balances())[0]).toBe(before! + 5);
    expect((await world.claims()).filter(({ messageId }) => messageId === context.messageId)).toHaveLength(1);
  });

  it('tries again when it loses a deadlock', async () => {
    const [before] = await balances();
    const other = await world.pool.connect();
    await other.query(
      `BEGIN; SET LOCAL deadlock_timeout = '5s'; SELECT FROM accounts WHERE id = 'b' FOR UPDATE`,
    );
    let crossing: Promise<unknown> | undefined;
    // When the unit of work holds one row, the other session, which holds the second, waits for it.
    const cross = async (): Promise<void> => {
      crossing = other.query(`UPDATE accounts SET balance = balance + 1000 WHERE id = 'a'; COMMIT`);
      await eventually(async () => {
        const { rowCount } = await world.pool.query(
          `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
        );
        expect(rowCount).toBe(1);
      });
    };
    const database = overrideSession(world.database, (session) => ({
      async load(requests) {
        const rows = await session.load(requests);
        if (!crossing) await cross();
        return rows;
      },
    }));
    let runs = 0;
    const moved = await world.unitOfWork({ database }).run(world.context('move'), async (tx) => {
      runs++;
      await book(tx, 'a', 1);
      return book(tx, 'b', 1);
    });
    await crossing;
    other.release();
    expect([await balances(), runs]).toEqual([[before! + 1001, moved], 2]);
  });

  it('rejects with Unavailable after patienceMs and writes nothing', async () => {
    const url = new URL(world.service.url);
    url.port = String(await freePort());
    const pool = poolOn(url.href);
    const { clock } = world;
    const start = clock.now().getTime();
    const unitOfWork = world.unitOfWork({
      database: postgresDatabase(pool),
      timers: timersOf(clock),
      patienceMs: 5_000,
    });
    let acted = 0;
    const failed = await Promise.all(
      [1, 2].map(() =>
        unitOfWork.run(world.context('pay'), async () => void acted++).catch((error: unknown) => error),
      ),
    );
    const waited = clock.now().getTime() - start;
    expect(failed.map((error) => error instanceof Unavailable)).toEqual([true, true]);
    expect(acted).toBe(0);
    expect([waited > 5_000, waited < 7_000]).toEqual([true, true]);
    await pool.end();
  });

  it('works again when the database is back', async () => {
    const [before] = await balances();
    const unitOfWork = through();
    let cuts = 0;
    proxy.spoil = () => (cuts++ < 4 ? 'before' : undefined);
    expect(await unitOfWork.run(world.context('pay'), (tx) => book(tx, 'a', 5))).toBe(before! + 5);
    expect(cuts).toBeGreaterThan(4);
  });

  it('does not wait forever for a database that stops responding', async () => {
    const [before] = await balances();
    const pool = poolOn(proxy.url, { query_timeout: 500, pipeline: true } as pg.PoolConfig);
    const unitOfWork = world.unitOfWork({ database: postgresDatabase(pool) });
    await unitOfWork.run(world.context('warm'), (tx) => book(tx, 'b', 0));
    spoil('COMMIT', 'silence');
    expect(await unitOfWork.run(world.context('pay'), (tx) => book(tx, 'b', 5))).toBe((await balances())[1]);
    expect((await balances())[0]).toBe(before);
    await pool.end();
  });

  it('rejects with IDEMPOTENCY_KEY_IN_USE when another instance holds the key too long, and commits the rest of the batch', async () => {
    const [before] = await balances();
    const pool = poolOn(world.service.url, { lock_timeout: 500, max: 1 });
    const unitOfWork = world.unitOfWork({ database: postgresDatabase(pool), patienceMs: 0 });
    const twin = await world.pool.connect();
    await twin.query('BEGIN');
    await twin.query(
      `INSERT INTO idempotency_keys (scope, fingerprint, answer, created_at) VALUES ('held', 'f', '1', now())`,
    );
    const keyed = (scope: string) => world.context('pay', { idempotency: { scope, fingerprint: 'f' } });
    const impatient = (tx: Tx): Promise<number> => {
      world.clock.advance(1);
      return book(tx, 'a', 5);
    };
    const outcomes = await Promise.all([
      unitOfWork.run(keyed('held'), impatient).catch(codeOf),
      unitOfWork.run(keyed('free'), (tx) => book(tx, 'a', 7)),
    ]);
    await twin.query('ROLLBACK');
    twin.release();
    expect(outcomes).toEqual(['IDEMPOTENCY_KEY_IN_USE', before! + 7]);
    expect((await balances())[0]).toBe(before! + 7);
    await pool.end();
  });

  it('never commits a rolled back transaction, even if the response to ROLLBACK is lost', async () => {
    // After a client-side timeout the statement still runs. Reusing the connection would commit its transaction.
    const pool = poolOn(world.service.url, { query_timeout: 500, max: 1 });
    const { clock } = world;
    const timers = timersOf(clock);
    const unitOfWork = world.unitOfWork({ database: postgresDatabase(pool), timers, patienceMs: 0 });
    const other = await world.pool.connect();
    await other.query(`BEGIN; SELECT FROM accounts WHERE id = 'b' FOR UPDATE`);
    const context = world.context('phantom');
    const failed = await unitOfWork
      .run(context, async (tx) => {
        clock.advance(1);
        await book(tx, 'b', 1);
      })
      .catch(codeOf);
    expect(failed).toBe('UNAVAILABLE');
    await other.query('COMMIT');
    other.release();
    await unitOfWork.run(world.context('next'), (tx) => book(tx, 'a', 0));
    expect((await world.claims()).filter(({ consumer }) => consumer === 'phantom')).toEqual([]);
    expect(
      (await world.rows(entries)).filter(({ accountId, amount }) => accountId === 'b' && amount === 1),
    ).toHaveLength(1);
    await pool.end();
  });

  it('keeps using other connections of the pool when the server ends one', async () => {
    const unitOfWork = through();
    await unitOfWork.run(world.context('warm'), (tx) => book(tx, 'a', 0));
    await world.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const [before] = await balances();
    expect(await unitOfWork.run(world.context('pay'), (tx) => book(tx, 'a', 5))).toBe(before! + 5);
  });
});
