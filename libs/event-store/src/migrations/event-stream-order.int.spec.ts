import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, postgresWorld, queryOn } from '@waybill/testing';
import { postgresDatabase } from '@waybill/unit-of-work';
import type pg from 'pg';
import { EventLog } from '../event-log.js';
import { EventStore } from '../event-store.js';
import { eventStoreSchema } from '../schema.js';
import { EventStreamOrder1760000000020 } from './event-stream-order.js';

type World = Awaited<ReturnType<typeof postgresWorld>>;

const before = eventStoreSchema.migrations.filter((migration) => migration !== EventStreamOrder1760000000020);

/** Versions of a stream in the order in which a reader of all events sees them. */
async function versionsOf(world: World, streamId: string, count: number): Promise<number[]> {
  const log = new EventLog(world.pool);
  return eventually(
    async () => {
      const found = (await log.readAll({ limit: 10_000 })).filter((event) => event.streamId === streamId);
      expect(found).toHaveLength(count);
      return found.map(({ version }) => version);
    },
    { within: 60_000 },
  );
}

/**
 * Two transactions append to one stream. The first has its number when the second one begins, as after the claim of a message, but
 * waits for the stream's lock: the second one appends before it.
 */
async function appendInReverse(world: World, streamId: string, own: readonly number[][]): Promise<void> {
  const [first, second] = [await world.pool.connect(), await world.pool.connect()];
  for (const client of [first, second]) {
    await client.query('BEGIN');
    await client.query('SELECT pg_current_xact_id()');
  }
  await insert(second, streamId, own[0]!);
  await second.query('COMMIT');
  await insert(first, streamId, own[1]!);
  await first.query('COMMIT');
  for (const client of [first, second]) client.release();
}

const insert = (client: pg.ClientBase, streamId: string, versions: readonly number[]) =>
  client.query(
    `INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
     SELECT $1, version, $1 || version, 'booked', 'account', '{}', '{}', now() FROM unnest($2::int[]) AS version`,
    [streamId, versions],
  );

describe('the order of all events', () => {
  let world: World;
  beforeAll(async () => (world = await postgresWorld('stream_order', eventStoreSchema.migrations)));
  afterAll(() => world?.close());
  beforeEach(() => queryOn(world.service.url, 'TRUNCATE events'));

  it('is the version order within a stream, even if a younger transaction appended first', async () => {
    await appendInReverse(world, 'one', [
      [1, 2],
      [3, 4, 5],
    ]);
    expect(await versionsOf(world, 'one', 5)).toEqual([1, 2, 3, 4, 5]);
  });

  it('holds when instances append to one stream concurrently', async () => {
    const stores = [1, 2, 3, 4].map(() => {
      const type = { type: 'account', begunBy: ['booked'], initial: 0, evolve: () => 0 };
      const create = () => {
        throw new Error('no aggregate is loaded here');
      };
      return {
        store: new EventStore({ ...type, create }, world.ids),
        unitOfWork: world.unitOfWork({ database: postgresDatabase(world.service.another()) }),
      };
    });
    const event = { type: 'booked', data: {}, at: new Date('2026-03-14T09:26:53.589Z') };
    await Promise.all(
      Array.from({ length: 200 }, (_, nr) => {
        const { unitOfWork, store } = stores[nr % stores.length]!;
        return unitOfWork.run(world.context('book'), (tx) => store.append(tx, 'busy', 'any', [event, event]));
      }),
    );
    expect(await versionsOf(world, 'busy', 400)).toEqual(Array.from({ length: 400 }, (_, nr) => nr + 1));
  });

  it('excludes an event whose predecessor came from a restored dump, for after-restore to move', async () => {
    await insert(world.pool as unknown as pg.ClientBase, 'restored', [1]);
    await queryOn(world.service.url, 'UPDATE events SET tx = tx + 1000000000');
    await insert(world.pool as unknown as pg.ClientBase, 'restored', [2]);
    const { rows } = await world.pool.query<{ version: number }>('SELECT version FROM events ORDER BY tx');
    expect(rows.map(({ version }) => version)).toEqual([2, 1]);
  });
});

describe('a store from before', () => {
  let world: World;
  beforeAll(async () => (world = await postgresWorld('stream_order_before', before)));
  afterAll(() => world?.close());

  it('has streams that are not in version order, which the migration fixes', async () => {
    await appendInReverse(world, 'one', [[1], [2]]);
    await appendInReverse(world, 'long', [[1], [2, 3]]);
    await insert(world.pool as unknown as pg.ClientBase, 'right', [1, 2, 3]);
    expect(await versionsOf(world, 'one', 2)).toEqual([2, 1]);
    expect(await versionsOf(world, 'long', 3)).toEqual([2, 3, 1]);
    await world.service.migrate(eventStoreSchema.migrations);
    expect(await versionsOf(world, 'one', 2)).toEqual([1, 2]);
    expect(await versionsOf(world, 'long', 3)).toEqual([1, 2, 3]);
    expect(await versionsOf(world, 'right', 3)).toEqual([1, 2, 3]);
  });

  it('is fixed across the batches of the migration', async () => {
    // Each version but the first has a number below that of its predecessor.
    await queryOn(
      world.service.url,
      `TRUNCATE events;
       ALTER TABLE events DISABLE TRIGGER USER;
       INSERT INTO events (stream_id, version, tx, id, type, aggregate_type, data, metadata, at)
       SELECT 'stream-' || stream, version, 5 - (stream + version) % 3, '', 'booked', 'account', '{}', '{}', now()
       FROM generate_series(1, 3) stream, generate_series(1, 4001) version;
       ALTER TABLE events ENABLE TRIGGER USER;
       DELETE FROM migrations WHERE name = 'EventStreamOrder1760000000020'`,
    );
    await world.service.migrate(eventStoreSchema.migrations);
    const { rows } = await world.pool.query<{ wrong: number }>(
      `SELECT count(*)::int AS wrong FROM (
         SELECT version, row_number() OVER (PARTITION BY stream_id ORDER BY tx, position) AS place FROM events) placed
       WHERE version <> place`,
    );
    expect(rows).toEqual([{ wrong: 0 }]);
  });
});
