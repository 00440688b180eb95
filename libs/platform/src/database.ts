import { sleep, systemTimers } from '@waybill/kernel';
import { DeadLetter, DeadLetterAction, DeadLetterTable1760000000003, ParkedKey } from '@waybill/messaging';
import {
  Lease,
  OutboxMessage,
  OutboxHeaders1760000000013,
  OutboxParked1760000000012,
  OutboxReplication1760000000011,
  OutboxTables1760000000001,
  ParkedOutboxKey,
  SentMessage,
} from '@waybill/outbox';
import {
  Effect,
  IdempotencyKey,
  InboxClaim,
  PendingReaction,
  ReactionTable1760000000019,
  ShellTables1760000000002,
  TrailEntry,
  TrailTable1760000000023,
  snakeCase,
} from '@waybill/unit-of-work';
import pg from 'pg';
import { DataSource, DefaultNamingStrategy, type QueryRunner } from 'typeorm';
import type { ServiceApp } from './service-app.js';
import { restrictWriteRights } from './write-rights.js';

// Parses bigint columns (money, positions, offsets) as numbers. Throws for integers that a number cannot represent exactly.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond the safe integers`);
  return value;
});
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
// pg's own parser is slower than all else in the row of an event.
const parseTimestamp = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ, 'text') as (
  text: string,
) => unknown;
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) =>
  isUtc(text) ? new Date(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`) : parseTimestamp(text),
);

/** Of the years 1000 to 9999, in UTC. Others have more digits, another offset, or the suffix BC. */
function isUtc(text: string): boolean {
  return text.endsWith('+00') && text.charAt(4) === '-';
}

/**
 * The server ends what takes too long, so that its transaction ends, too. A response that does not arrive, or arrives too slowly, it does not
 * notice: `query_timeout` then destroys the connection, which only a pipelining connection does. On any other connection the query would go on,
 * and the next statement would be part of its transaction.
 */
const LIMITS = {
  statement_timeout: 10_000,
  query_timeout: 15_000,
  pipeline: true,
  lock_timeout: 5_000,
  idle_in_transaction_session_timeout: 15_000,
  connectionTimeoutMillis: 3_000,
  keepAlive: true,
};

/**
 * Every statement of the unit of work finds its rows by key. With these settings Postgres plans each statement once, and always by
 * index. With the statistics of a recently empty table it would read the whole table in every batch.
 */
const BY_KEY = [
  'plan_cache_mode=force_generic_plan',
  ...['seqscan', 'bitmapscan', 'hashjoin', 'mergejoin'].map((node) => `enable_${node}=off`),
  'jit=off',
  // No parallel workers: a page of a list costs less than starting them.
  'max_parallel_workers_per_gather=0',
];

/**
 * The connections of the unit of work, pipelined so that a round of statements costs one round trip. Messages stay in the outbox until
 * the relay has sent them. `transient`: they are deleted in the same transaction, because the relay reads them from the WAL.
 */
export function unitOfWorkPool(
  url: string,
  service: string,
  outbox: 'standing' | 'transient' = 'standing',
  schema?: string,
): pg.Pool {
  const options = [`waybill.outbox=${outbox}`, ...(schema ? [`search_path=${schema}`] : [])];
  return keyedPool(url, { max: 6, name: `waybill-${service}`, options });
}

/** For relay, effects, reactions and other background work, so that it never takes the connections of requests. */
export function backgroundPool(url: string, service: string): pg.Pool {
  return keyedPool(url, { max: 4, name: `waybill-${service}-background`, options: [] });
}

/** Bytes that a database which serves requests returns within `SERVES_MS`: a small page of a list. */
const SERVES_BYTES = 16 * 1_024;
const SERVES_MS = 5_000;

/** Throws if the database does not return a small page in time, over a connection that requests use, too. */
export async function checkServes(pool: pg.Pool): Promise<void> {
  const query = { text: `SELECT repeat('x', ${SERVES_BYTES})`, query_timeout: SERVES_MS };
  await pool.query(query);
}

/** For queries of requests that wait. Few connections, which are open only while somebody waits. */
export function waitingPool(url: string, service: string): pg.Pool {
  return keyedPool(url, { max: 2, name: `waybill-${service}-waits`, options: [] });
}

function keyedPool(
  url: string,
  {
    max,
    name,
    options,
  }: { readonly max: number; readonly name: string; readonly options: readonly string[] },
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: name,
    max,
    options: [...BY_KEY, ...options].map((setting) => `-c ${setting}`).join(' '),
    ...LIMITS,
  } as pg.PoolConfig);
  // The pool replaces a broken idle connection; without a listener its error would end the process.
  pool.on('error', () => undefined);
  return pool;
}

/** TypeORM over the service's schema: queries, migrations and the drift check. */
export function dataSourceOf(
  app: Pick<ServiceApp, 'name' | 'entities' | 'migrations'>,
  url: string,
  limits: object = LIMITS,
): DataSource {
  return new DataSource({
    type: 'postgres',
    url,
    entities: [...PLATFORM_ENTITIES, ...app.entities],
    migrations: [...PLATFORM_MIGRATIONS, ...app.migrations] as unknown as (() => void)[],
    namingStrategy: new SnakeCase(),
    applicationName: `waybill-${app.name}-orm`,
    extra: { max: 4, ...limits },
  });
}

/**
 * Brings the schema up to date and returns the names of the migrations that it ran. `ownerUrl` needs the owner's role. One migrator runs
 * at a time, the others wait for it. Each migration is a transaction; one with `transaction = false` runs in steps (`runWithShortLock`,
 * `runInBatches`, `createIndexConcurrently`) that commit one by one. A migration that fails runs again at the next start. At the end the
 * rights on tables that nobody may change are taken away (`APPEND_ONLY_TABLES`).
 */
export async function migrate(
  app: Pick<ServiceApp, 'name' | 'entities' | 'migrations'>,
  ownerUrl: string,
): Promise<string[]> {
  // Long steps set a `statement_timeout` of their own, and no request waits for them.
  const dataSource = dataSourceOf(app, ownerUrl, { ...LIMITS, query_timeout: undefined, pipeline: false });
  await dataSource.initialize();
  try {
    const lock = dataSource.createQueryRunner();
    // Polling, because a statement that waits here would hold up CREATE INDEX CONCURRENTLY of the migrator that it waits for.
    while (!(await tryLock(lock))) await sleep(systemTimers, 200);
    try {
      const done = await dataSource.runMigrations({ transaction: 'each' });
      await restrictWriteRights(lock);
      return done.map(({ name }) => name);
    } finally {
      await lock.query(`SELECT pg_advisory_unlock_all()`);
      await lock.release();
    }
  } finally {
    await dataSource.destroy();
  }
}

async function tryLock(runner: QueryRunner): Promise<boolean> {
  const rows: { locked: boolean }[] = await runner.query(
    `SELECT pg_try_advisory_lock(hashtext('waybill migrations')) AS locked`,
  );
  return rows[0]!.locked;
}

class SnakeCase extends DefaultNamingStrategy {
  override columnName(propertyName: string, customName: string, prefixes: string[]): string {
    return snakeCase([...prefixes, customName || propertyName].join('_'));
  }
}

const PLATFORM_ENTITIES = [
  InboxClaim,
  OutboxMessage,
  SentMessage,
  Lease,
  Effect,
  IdempotencyKey,
  DeadLetter,
  DeadLetterAction,
  ParkedKey,
  ParkedOutboxKey,
  PendingReaction,
  TrailEntry,
];
const PLATFORM_MIGRATIONS = [
  OutboxTables1760000000001,
  ShellTables1760000000002,
  DeadLetterTable1760000000003,
  OutboxReplication1760000000011,
  OutboxParked1760000000012,
  OutboxHeaders1760000000013,
  ReactionTable1760000000019,
  TrailTable1760000000023,
];
