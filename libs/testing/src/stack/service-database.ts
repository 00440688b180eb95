import { migrate, unitOfWorkPool } from '@waybill/platform';
import type { Pool } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { freshDatabase, queryOn } from './databases.js';
import { testDatabaseUrl } from './test-stack.js';

export interface ServiceDatabase {
  readonly url: string;
  readonly pool: Pool;
  /** A pool of its own, as another instance of the service has it; also through a proxy's address. */
  another(through?: string, outbox?: 'standing' | 'transient'): Pool;
  /** Runs those of the migrations that have not run yet, and returns their names. */
  migrate(migrations: readonly (new () => MigrationInterface)[]): Promise<string[]>;
  /** Ends the pools and drops the database. */
  drop(): Promise<void>;
}

/** A fresh database with the unit of work's tables and those of `migrations`, and the pool that a service uses on it. */
export async function serviceDatabase(
  name: string,
  migrations: readonly (new () => MigrationInterface)[] = [],
): Promise<ServiceDatabase> {
  const { name: database, url, drop } = await freshDatabase(testDatabaseUrl(), name);
  const run = (wanted: typeof migrations) => migrate({ name, entities: [], migrations: wanted }, url);
  await run(migrations);
  // A deadlock is looked for after a second otherwise: too long for tests that mean to make some.
  await queryOn(url, `ALTER DATABASE ${database} SET deadlock_timeout = '20ms'`);
  const pools: Pool[] = [];
  const another = (through = url, outbox: 'standing' | 'transient' = 'standing'): Pool => {
    const pool = unitOfWorkPool(through, name, outbox);
    pools.push(pool);
    return pool;
  };
  return {
    url,
    pool: another(),
    another,
    migrate: run,
    drop: async () => {
      await Promise.all(pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
      await drop();
    },
  };
}
