import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import { type ServiceDatabase, eventually, poolOn, serviceDatabase } from '@waybill/testing';
import type pg from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { createIndexConcurrently, runInBatches, runWithShortLock } from './migration-steps.js';

/** Settings of the migrator's connection. */
const LIMITS = { lock_timeout: 5_000, statement_timeout: 10_000 };
const UNCHANGED = [{ lock: '5s', statement: '10s' }];

let database: ServiceDatabase;
let dataSource: DataSource;
let runner: QueryRunner;
let pool: pg.Pool;

beforeEach(async () => {
  database = await serviceDatabase('steps');
  dataSource = await new DataSource({ type: 'postgres', url: database.url, extra: LIMITS }).initialize();
  runner = dataSource.createQueryRunner();
  pool = poolOn(database.url);
  await pool.query('CREATE TABLE notes (id integer PRIMARY KEY, text text NOT NULL)');
});
afterEach(async () => {
  await runner.release();
  await dataSource.destroy();
  await pool.end();
  await database.drop();
});

/** Holds a lock on the table until it is released. */
async function reading(): Promise<{ release(): Promise<void> }> {
  const client = await pool.connect();
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  await client.query('SELECT FROM notes');
  return {
    async release() {
      await client.query('COMMIT');
      client.release();
    },
  };
}
/** Granted and waiting locks on the table, except those of readers. */
const locks = async (): Promise<string[]> => {
  const { rows } = await pool.query<{ lock: string }>(
    `SELECT mode || CASE WHEN granted THEN '' ELSE ' waits' END AS lock FROM pg_locks
     WHERE relation = 'notes'::regclass AND mode <> 'AccessShareLock' ORDER BY 1`,
  );
  return rows.map(({ lock }) => lock);
};
const settings = async (): Promise<unknown> =>
  runner.query(
    `SELECT current_setting('lock_timeout') AS lock, current_setting('statement_timeout') AS statement`,
  );

describe('a step with a short lock', () => {
  it('lets writers pass while it waits for a long reader, and continues after the reader', async () => {
    const reader = await reading();
    const step = runWithShortLock(runner, 'ALTER TABLE notes ADD COLUMN IF NOT EXISTS at timestamptz');
    // The step leaves the lock queue, so that a writer continues although the reader still holds its lock.
    await eventually(async () => expect(await locks()).toEqual(['AccessExclusiveLock waits']));
    await pool.query(`INSERT INTO notes VALUES (1, 'written meanwhile')`);
    await eventually(async () => expect(await locks()).toEqual([]));
    await reader.release();
    await step;
    expect((await pool.query('SELECT id, at FROM notes')).rows).toEqual([{ id: 1, at: null }]);
    expect(await settings()).toEqual(UNCHANGED);
  });

  it('is one transaction: if a statement fails, nothing is committed and the error is thrown immediately', async () => {
    const step = runWithShortLock(runner, 'ALTER TABLE notes ADD at date; ALTER TABLE nowhere ADD at date');
    expect(await step.catch(codeOf)).toBe('42P01');
    await expect(pool.query('SELECT at FROM notes')).rejects.toMatchObject({ code: '42703' });
    expect(await settings()).toEqual(UNCHANGED);
  });
});

describe('a step in batches', () => {
  it('commits each batch and ends when no row is left', async () => {
    await pool.query(`INSERT INTO notes SELECT nr, 'old' FROM generate_series(1, 25) nr`);
    const sql = `WITH batch AS (SELECT id FROM notes WHERE id > $1 ORDER BY id LIMIT 10), changed AS (
        UPDATE notes n SET text = 'by ' || pg_current_xact_id()::text FROM batch b WHERE n.id = b.id)
      SELECT id FROM batch ORDER BY id DESC LIMIT 1`;
    await runInBatches(runner, sql, [0]);
    const { rows } = await pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM notes GROUP BY text ORDER BY min(id)',
    );
    expect(rows.map(({ count }) => count)).toEqual([10, 10, 5]);
  });
});

describe('an index that is built concurrently', () => {
  const build = () => createIndexConcurrently(runner, 'notes_text', 'notes (text)');
  const isValid = async () =>
    (await pool.query(`SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('notes_text')`)).rows;

  it('does not block writers while it waits for an older transaction', async () => {
    const reader = await reading();
    await pool.query(`INSERT INTO notes VALUES (1, 'before')`);
    const step = build();
    await eventually(async () => {
      const { rows } = await pool.query<{ waits: string | null }>(
        `SELECT wait_event AS waits FROM pg_stat_activity WHERE query LIKE 'CREATE INDEX CONCURRENTLY%' AND datname = current_database()`,
      );
      expect(rows).toEqual([{ waits: 'virtualxid' }]);
    });
    expect(await locks()).toEqual(['ShareUpdateExclusiveLock']);
    await pool.query(`INSERT INTO notes VALUES (2, 'meanwhile')`);
    await reader.release();
    await step;
    expect(await isValid()).toEqual([{ indisvalid: true }]);
    expect(await settings()).toEqual(UNCHANGED);
  });

  it('replaces an invalid index of an earlier attempt and keeps a valid one', async () => {
    await pool.query(`INSERT INTO notes VALUES (1, 'same'), (2, 'same')`);
    const failing = createIndexConcurrently(runner, 'notes_text', 'notes ((1 / (id - 1)))');
    expect(await failing.catch(codeOf)).toBe('22012');
    expect(await isValid()).toEqual([{ indisvalid: false }]);
    await build();
    expect(await isValid()).toEqual([{ indisvalid: true }]);
    const file = () => pool.query(`SELECT pg_relation_filenode('notes_text') AS file`);
    const { rows } = await file();
    await build();
    expect((await file()).rows).toEqual(rows);
  });
});

describe('a migration in steps', () => {
  class Steps1760000009100 implements MigrationInterface {
    readonly transaction = false;

    async up(steps: QueryRunner): Promise<void> {
      await runWithShortLock(steps, 'ALTER TABLE notes ADD COLUMN IF NOT EXISTS at timestamptz');
      await createIndexConcurrently(steps, 'notes_at', 'notes (at)');
    }

    async down(): Promise<void> {}
  }

  it('is run by one of several instances that start in parallel', async () => {
    const ran = await Promise.all([1, 2, 3].map(() => database.migrate([Steps1760000009100])));
    expect(ran.flat()).toEqual(['Steps1760000009100']);
  });

  it('starts again with its first step after a failure', async () => {
    const failing = class extends Steps1760000009100 {
      override async up(steps: QueryRunner): Promise<void> {
        await runWithShortLock(steps, 'ALTER TABLE notes ADD COLUMN IF NOT EXISTS at timestamptz');
        throw new Error('lost the connection');
      }
    };
    Object.defineProperty(failing, 'name', { value: 'Steps1760000009100' });
    await expect(database.migrate([failing])).rejects.toThrow('lost');
    expect(await database.migrate([Steps1760000009100])).toEqual(['Steps1760000009100']);
  });
});
