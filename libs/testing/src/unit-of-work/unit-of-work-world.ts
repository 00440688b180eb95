import { type Clock, type Context, instantOf } from '@waybill/kernel';
import {
  type AnyRowType,
  type Claim,
  type Database,
  type RowType,
  MemoryDatabase,
  BatchRunner,
  type BatchRunnerOptions,
  type Stores,
  memoryStores,
  postgresDatabase,
  postgresStores,
} from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import type { MigrationInterface } from 'typeorm';
import { type ServiceDatabase, serviceDatabase } from '../stack/service-database.js';
import { CountedIds, FixedClock, hastyTimers } from './time.js';

/** A database for tests of the unit of work, on Postgres or in memory, with access to its rows. */
export interface UnitOfWorkWorld {
  readonly name: 'twin' | 'postgres';
  readonly database: Database;
  readonly stores: Stores;
  /** Stands at the start of the test: claims have their place by the day. */
  readonly clock: FixedClock;
  readonly ids: CountedIds;
  /** Only on Postgres. */
  readonly pool?: Pool;
  unitOfWork(options?: Partial<BatchRunnerOptions>): BatchRunner;
  /** The context of a message with a new id. */
  context(consumer: string, more?: Partial<Context>): Context;
  /** All rows of a type with their identity, sorted by identity or else by key. */
  rows<Row extends object>(kind: RowType<Row, never>): Promise<Row[]>;
  claims(): Promise<Claim[]>;
  close(): Promise<void>;
}

export function twinWorld(): Promise<UnitOfWorkWorld & { readonly database: MemoryDatabase }> {
  const clock = new FixedClock(new Date());
  const database = new MemoryDatabase(clock);
  return Promise.resolve({
    ...around('twin', database, clock),
    database,
    stores: memoryStores(database),
    rows: (kind) => Promise.resolve(inOrder(kind, database.rows(kind))),
    claims: () => Promise.resolve(database.claimed()),
    close: () => Promise.resolve(),
  });
}

export async function postgresWorld(
  name: string,
  migrations: readonly (new () => MigrationInterface)[] = [],
): Promise<
  UnitOfWorkWorld & {
    readonly pool: Pool;
    readonly service: ServiceDatabase;
    /** A unit of work whose messages are deleted in the same transaction. */
    transientUnitOfWork(): BatchRunner;
  }
> {
  const service = await serviceDatabase(name, migrations);
  const { pool } = service;
  const world = around('postgres', postgresDatabase(pool), new FixedClock(new Date()));
  return {
    ...world,
    transientUnitOfWork: () =>
      world.unitOfWork({ database: postgresDatabase(service.another(service.url, 'transient')) }),
    stores: postgresStores(pool),
    pool,
    service,
    async rows<Row extends object>(kind: RowType<Row, never>): Promise<Row[]> {
      const columns = [...kind.columns, ...(kind.identity ? [kind.identity] : [])];
      const list = columns.map(({ name, property }) => `"${name}" AS "${property}"`).join(', ');
      const { rows } = await pool.query<Row>(`SELECT ${list} FROM ${kind.table}`);
      return inOrder(kind, rows);
    },
    async claims() {
      const { rows } = await pool.query<Claim>(
        `SELECT consumer, message_id AS "messageId" FROM inbox ORDER BY consumer COLLATE "C", message_id COLLATE "C"`,
      );
      return rows;
    },
    close: () => service.drop(),
  };
}

function around(name: 'twin' | 'postgres', database: Database, clock: FixedClock) {
  const ids = new CountedIds(clock);
  return {
    name,
    database,
    clock,
    ids,
    unitOfWork: (options: Partial<BatchRunnerOptions> = {}) =>
      new BatchRunner({
        database,
        source: '/test',
        ids,
        clock,
        timers: hastyTimers,
        random: () => 0.5,
        ...options,
      }),
    context: (consumer: string, more: Partial<Context> = {}): Context =>
      contextFor(ids.next(), consumer, more),
  };
}

export function contextFor(messageId: string, consumer: string, more: Partial<Context> = {}): Context {
  return {
    messageId,
    consumer,
    correlationId: `correlation of ${messageId}`,
    tenant: 'default',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    ...more,
  };
}

/** A message id with a day this many days from now. */
export function idOfDay(clock: Clock, days: number): string {
  const moved = new FixedClock(new Date(clock.now().getTime() + days * 86_400_000));
  const id = new CountedIds(moved).next();
  if (!instantOf(id)) throw new Error('no uuidv7');
  return id;
}

function inOrder<Row extends object>(kind: AnyRowType, rows: readonly Row[]): Row[] {
  const columns = kind.identity ? [kind.identity] : kind.key;
  const place = (row: object) => columns.map(({ property }) => (row as Record<string, unknown>)[property]);
  return [...rows].sort((a, b) => {
    const [left, right] = [place(a), place(b)];
    const index = left.findIndex((value, at) => value !== right[at]);
    if (index === -1) return 0;
    return (left[index] as string | number) < (right[index] as string | number) ? -1 : 1;
  });
}
