import { codeOf, sleep, systemTimers } from '@waybill/kernel';
import type { QueryRunner } from 'typeorm';

/*
 * Steps of a migration that changes a table in use. Set `transaction = false` in the migration: each step then commits separately, and
 * writers never wait for more than one step. A failed migration starts again with its first step, so each step must be repeatable
 * (`IF NOT EXISTS`, `OR REPLACE`).
 */

const LOCK_WAIT_MS = 200;
const PAUSE_MS = 500;
const ATTEMPTS = 120;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Runs statements that need a strong lock for a moment, such as `ALTER TABLE … ADD COLUMN`, in one transaction. Writers queue behind
 * a waiting lock. Therefore the step waits at most 200 ms for it, lets the writers pass for 500 ms, and tries again for about
 * 80 seconds. Then it throws Postgres' lock timeout (55P03): a long transaction holds the table.
 */
export async function runWithShortLock(runner: QueryRunner, sql: string): Promise<void> {
  await withSettings(runner, `SET lock_timeout = ${LOCK_WAIT_MS}`, async () => {
    for (let attempt = 1; ; attempt++) {
      try {
        await runner.query(sql);
        return;
      } catch (error) {
        if (codeOf(error) !== LOCK_NOT_AVAILABLE || attempt === ATTEMPTS) throw error;
      }
      await sleep(systemTimers, PAUSE_MS);
    }
  });
}

/**
 * Runs a statement again and again, each time in a transaction of its own. `sql` changes the next rows after a key, which it takes as
 * its parameters (`start` the first time), and returns the key of the last one as its only row. No row ends the loop.
 */
export async function runInBatches(
  runner: QueryRunner,
  sql: string,
  start: readonly unknown[],
): Promise<void> {
  for (let key: unknown[] | undefined = [...start]; key;) {
    const rows: object[] = await runner.query(sql, key);
    key = rows[0] && Object.values(rows[0]);
  }
}

/**
 * Creates an index without blocking writers (`CREATE INDEX CONCURRENTLY`) and without a timeout. `on` is the part after `ON`:
 * `events (type, tx, position)`. An invalid index of an earlier attempt is replaced.
 */
export async function createIndexConcurrently(runner: QueryRunner, name: string, on: string): Promise<void> {
  const found: { valid: boolean }[] = await runner.query(
    `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)`,
    [name],
  );
  if (found[0]?.valid) return;
  // The build waits for older transactions and blocks none of them: a timeout would only leave an unfinished index.
  await withSettings(runner, 'SET lock_timeout = 0; SET statement_timeout = 0', async () => {
    if (found[0]) await runner.query(`DROP INDEX CONCURRENTLY ${name}`);
    await runner.query(`CREATE INDEX CONCURRENTLY ${name} ON ${on}`);
  });
}

async function withSettings(
  runner: QueryRunner,
  settings: string,
  step: () => Promise<unknown>,
): Promise<void> {
  await runner.query(settings);
  try {
    await step();
  } finally {
    await runner.query('RESET lock_timeout; RESET statement_timeout');
  }
}
