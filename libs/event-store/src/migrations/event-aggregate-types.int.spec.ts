import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, postgresWorld, queryOn, uniqueName } from '@waybill/testing';
import { rowType, postgresDatabase } from '@waybill/unit-of-work';
import { Column, DataSource, Entity, PrimaryColumn, type QueryRunner } from 'typeorm';
import { EventLog } from '../event-log.js';
import { eventStoreSchema } from '../schema.js';
import { streams } from '../tables.js';
import { EventAggregateTypes1760000000021 } from './event-aggregate-types.js';

const EVENTS = process.env['WAYBILL_PROOFS'] === 'full' ? 200_000 : 20_000;
const AT = new Date('2026-03-14T09:26:53.589Z');
const MINUTES = 5 * 60_000;

/** Events as the build before writes them. */
@Entity('events')
class EarlierEvent {
  @PrimaryColumn('text') streamId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column({ type: 'bigint', generated: 'identity', generatedIdentity: 'ALWAYS' }) position!: number;
  @Column('text') id!: string;
  @Column('text') type!: string;
  @Column('jsonb') data!: unknown;
  @Column('jsonb') metadata!: unknown;
  @Column('timestamptz') at!: Date;
}
const earlierEvents = rowType(EarlierEvent, ['streamId', 'version']);

describe(`the migration of a table of ${EVENTS} events to aggregate types`, () => {
  let world: Awaited<ReturnType<typeof postgresWorld>>;

  beforeAll(async () => {
    world = await postgresWorld(
      'aggregate_types',
      eventStoreSchema.migrations.filter((migration) => migration !== EventAggregateTypes1760000000021),
    );
    await queryOn(
      world.service.url,
      `INSERT INTO streams SELECT 'stream-' || nr, CASE nr % 3 WHEN 0 THEN 'parcel' ELSE 'account' END, 10, '' FROM generate_series(1, ${EVENTS / 10}) nr;
       INSERT INTO events (stream_id, version, id, type, data, metadata, at)
       SELECT 'stream-' || nr, version, '', 'booked', '{"amount": 100}', '{}', now() FROM generate_series(1, ${EVENTS / 10}) nr, generate_series(1, 10) version`,
    );
  }, MINUTES);
  afterAll(() => world?.close());

  /** A service of the build before, which appends events to a new stream, or to one that is there. */
  const append = async (streamId: string, version: number, type = 'account'): Promise<void> => {
    await world
      .unitOfWork({ database: postgresDatabase(world.pool) })
      .run(world.context('append'), async (tx) => {
        await tx.load(streams, { id: streamId });
        for (const nr of [version, version + 1]) {
          const place = { streamId, version: nr, position: 0, id: `${streamId}/${nr}` };
          tx.append(earlierEvents, { ...place, type: 'booked', data: {}, metadata: {}, at: AT });
        }
        tx.save(streams, { id: streamId, type, version: version + 1, head: `${streamId}/${version + 1}` });
      });
  };

  interface Step {
    readonly sql: string;
    /** Commits of the writer while the step ran and until the next one began. */
    readonly commits: number;
    /** What it holds on \`events\` when it ends, if it runs in a transaction. */
    readonly locks: readonly string[];
    readonly file: string;
  }

  const LOCKS = `SELECT mode FROM pg_locks WHERE relation = 'events'::regclass AND pid = pg_backend_pid() ORDER BY mode`;
  const FILE = `SELECT pg_relation_filenode('events')::text AS file`;

  /** Runs the migration, and looks at each of its steps: the locks that it takes, and whether a writer gets on. */
  async function migrateWatched(runner: QueryRunner, committed: () => number): Promise<Step[]> {
    const steps: Step[] = [];
    const watched = new Proxy(runner, {
      get(target, name: keyof QueryRunner) {
        if (name !== 'query') return target[name];
        return async (sql: string, values?: unknown[]) => {
          const before = committed();
          // What cannot run in a transaction is watched from outside.
          const isTransaction = !/CONCURRENTLY|^SET|^RESET|^SELECT/.test(sql);
          if (isTransaction) await target.query('BEGIN');
          const rows: unknown = await target.query(sql, values);
          const locks = isTransaction ? ((await target.query(LOCKS)) as { mode: string }[]) : [];
          if (isTransaction) await target.query('COMMIT');
          await eventually(() => expect(committed()).toBeGreaterThan(before + 1), { within: 60_000 });
          const [{ file }] = (await target.query(FILE)) as [{ file: string }];
          steps.push({ sql, commits: committed() - before, locks: locks.map(({ mode }) => mode), file });
          return rows;
        };
      },
    });
    await new EventAggregateTypes1760000000021().up(watched);
    return steps;
  }

  it(
    'keeps no writer of the build before waiting, and names the type of every event',
    async () => {
      const dataSource = await new DataSource({ type: 'postgres', url: world.service.url }).initialize();
      const runner = dataSource.createQueryRunner();
      const [{ file }] = (await runner.query(FILE)) as [{ file: string }];
      let commits = 0;
      let over = false;
      const writing = (async () => {
        for (let nr = 1; !over; nr++) {
          await append(`new-${nr}`, 1, 'parcel');
          await append(`stream-${nr}`, 11, nr % 3 === 0 ? 'parcel' : 'account');
          commits += 2;
        }
      })();
      const steps = await migrateWatched(runner, () => commits).finally(() => (over = true));
      await writing;
      await runner.release();
      await dataSource.destroy();

      // One strong lock, for the step that only changes the catalog: the file of the table stays the same.
      const strong = steps.filter(({ locks }) => locks.includes('AccessExclusiveLock'));
      expect(strong.map(({ sql }) => /ADD COLUMN/.test(sql))).toEqual([true]);
      expect(new Set(steps.map((step) => step.file))).toEqual(new Set([file]));
      // The batches lock rows that nobody else changes, and readers and writers pass.
      const batches = steps.filter(({ sql }) => /WITH batch/.test(sql));
      expect(batches.length).toBeGreaterThan(EVENTS / 5_000);
      expect(new Set(batches.map(({ locks }) => locks.join()))).toEqual(
        new Set(['AccessShareLock,RowExclusiveLock']),
      );
      expect(steps.filter((step) => step.commits < 2)).toEqual([]);

      const { rows: wrong } = await world.pool.query(
        `SELECT e.stream_id, e.version FROM events e JOIN streams s ON s.id = e.stream_id WHERE e.aggregate_type <> s.type`,
      );
      expect(wrong).toEqual([]);
      const { rows: counts } = await world.pool.query<{ events: number; named: number }>(
        `SELECT count(*)::int AS events, count(*) FILTER (WHERE aggregate_type IN ('account', 'parcel'))::int AS named FROM events`,
      );
      expect(counts).toEqual([{ events: EVENTS + commits * 2, named: EVENTS + commits * 2 }]);
    },
    MINUTES,
  );

  it('is retried by `migrate` until it is complete', async () => {
    // As if it had failed when it built the second index.
    await queryOn(
      world.service.url,
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'events_by_category'::regclass`,
    );
    expect(await world.service.migrate(eventStoreSchema.migrations)).toEqual([
      'EventAggregateTypes1760000000021',
    ]);
    const { rows } = await world.pool.query(
      `SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indrelid = 'events'::regclass AND indisvalid ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'events_by_category',
      'events_by_type',
      'events_order',
      'events_pkey',
    ]);
    expect(await world.service.migrate(eventStoreSchema.migrations)).toEqual([]);
  });

  it('allows appends of the previous build, and readers of a category see these events', async () => {
    await append('late', 1, 'carton');
    await append('late', 3, 'carton');
    const log = new EventLog(world.pool);
    const found = await eventually(
      async () => {
        const events = await log.readCategory('carton', { limit: 10 });
        expect(events).toHaveLength(4);
        return events;
      },
      { within: 60_000 },
    );
    expect(found.map(({ version, aggregateType }) => [version, aggregateType])).toEqual([
      [1, 'carton'],
      [2, 'carton'],
      [3, 'carton'],
      [4, 'carton'],
    ]);
  });

  it('sets the type also if a service may only insert events', async () => {
    const role = uniqueName('adder').replace('-', '_');
    const added = await queryOn(
      world.service.url,
      `CREATE ROLE ${role}; GRANT INSERT ON events, streams TO ${role};
       BEGIN; SET LOCAL ROLE ${role};
       INSERT INTO events (stream_id, version, id, type, data, metadata, at) VALUES ('added', 1, '', 'booked', '{}', '{}', now());
       INSERT INTO streams VALUES ('added', 'parcel', 1, '');
       COMMIT;
       DROP OWNED BY ${role}; DROP ROLE ${role}`,
    ).then(() => queryOn(world.service.url, `SELECT aggregate_type FROM events WHERE stream_id = 'added'`));
    expect(added).toEqual([{ aggregate_type: 'parcel' }]);
  });

  it('refuses an event with an unknown aggregate type', async () => {
    const insert = queryOn(
      world.service.url,
      `INSERT INTO events (stream_id, version, id, type, data, metadata, at) VALUES ('nowhere', 1, '', 'booked', '{}', '{}', now())`,
    );
    await expect(insert).rejects.toThrow('event 1 of stream nowhere has no aggregate type');
  });
});
