import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DomainError, codeOf, systemTimers } from '@waybill/kernel';
import { eventually, postgresWorld, refusal } from '@waybill/testing';
import { type Database, rowType, postgresDatabase } from '@waybill/unit-of-work';
import pg from 'pg';
import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';
import { EventLog, type LogRange, type RecordedEvent, START } from '../event-log.js';
import { eventStoreSchema } from '../schema.js';
import { ProjectionAdmin } from './admin.js';
import type { Projection } from './projection.js';
import { Projector } from './projector.js';
import { createProjections, createView } from './view-steps.js';

/** Money per owner of the accounts. Only the event that opens an account says whose it is. */
@Entity('owners')
class Owner {
  @PrimaryColumn('text') owner!: string;
  @Column('integer') accounts!: number;
  @Column('bigint') balance!: number;
}

class Views1760000000099 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createProjections(runner);
    await createView(runner, {
      name: 'owners',
      table: 'owners',
      columns: 'owner text NOT NULL, accounts integer NOT NULL, balance bigint NOT NULL, PRIMARY KEY (owner)',
    });
  }

  down(): Promise<void> {
    return Promise.resolve();
  }
}

const owners: Projection<Owner, { owner: string }> = {
  name: 'owners',
  view: rowType(Owner, ['owner']) as never,
  remember: (memo, { type, data }) => (type === 'opened' ? (data as { owner: string }) : memo),
  changes: ({ type, data }, memo) => {
    const owner = type === 'opened' ? (data as { owner: string }).owner : memo!.owner;
    const change = (accounts: number, balance: number) => ({
      key: { owner },
      apply: (row: Owner | undefined) => ({
        owner,
        accounts: (row?.accounts ?? 0) + accounts,
        balance: (row?.balance ?? 0) + balance,
      }),
    });
    if (type === 'opened') return [change(1, 0)];
    return type === 'booked' ? [change(0, (data as { amount: number }).amount)] : [];
  },
};

describe('projections', () => {
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  let log: EventLog;
  let database: Database;
  beforeAll(async () => {
    world = await postgresWorld('projections', [...eventStoreSchema.migrations, Views1760000000099]);
    log = new EventLog(world.pool);
    database = postgresDatabase(world.pool);
  });
  afterAll(() => world?.close());
  const owner = (sql: string) => world.pool.query(sql);
  beforeEach(() =>
    owner(`TRUNCATE events, owners_1, owners_2, owners_1_memos, owners_2_memos;
      UPDATE projections SET tx = 0, position = 0, events = 0, state = CASE generation WHEN 1 THEN 'live' ELSE 'idle' END`),
  );

  let count = 0;
  const event = (
    client: Pick<pg.Client, 'query'>,
    streamId: string,
    version: number,
    type: string,
    data: object,
  ) =>
    client.query(
      `INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
        VALUES ($1, $2, $3, $4, 'account', $5, '{}', now())`,
      [streamId, version, `event-${++count}`, type, data],
    );
  /** An account with bookings, each event committed by itself. */
  const account = async (name: string, ...amounts: number[]): Promise<string> => {
    const id = `account-${++count}`;
    await event(world.pool, id, 1, 'opened', { owner: name });
    for (const [index, amount] of amounts.entries())
      await event(world.pool, id, index + 2, 'booked', { amount });
    return id;
  };
  const projector = (more: Partial<ConstructorParameters<typeof Projector>[0]> = {}) =>
    new Projector({ log, database, timers: systemTimers, projections: [owners], pollMs: 5, ...more });
  const running = async (act: () => Promise<void>, ...projectors: Projector[]): Promise<void> => {
    for (const one of projectors) one.start();
    await act().finally(() => Promise.all(projectors.map((one) => one.stop())));
  };
  const shown = async (): Promise<Owner[]> =>
    (await world.pool.query<Owner>('SELECT owner, accounts, balance FROM owners ORDER BY owner')).rows;
  const shows = (expected: object[]) => eventually(async () => expect(await shown()).toEqual(expected));
  const row = (name: string, accounts: number, balance: number) => ({ owner: name, accounts, balance });

  it('follow the committed events', () =>
    running(async () => {
      await account('anna', 10, 20);
      await account('ben', 5);
      await shows([row('anna', 1, 30), row('ben', 1, 5)]);
      await account('anna', 1);
      await shows([row('anna', 2, 31), row('ben', 1, 5)]);
    }, projector()));

  it('apply each event once, with several instances and small batches', () =>
    running(
      async () => {
        for (let nr = 0; nr < 40; nr++) await account(`owner-${nr % 3}`, 1, 2, 3);
        await shows([row('owner-0', 14, 84), row('owner-1', 13, 78), row('owner-2', 13, 78)]);
        const { rows } = await world.pool.query(`SELECT events FROM projections WHERE state = 'live'`);
        expect(rows).toEqual([{ events: 160 }]);
      },
      projector({ batch: 7 }),
      projector({ batch: 11 }),
    ));

  it('get old events in the newest version', async () => {
    const newest = new EventLog(world.pool, {
      booked: [({ amount }: { amount: number }) => ({ amount: amount * 100 })],
    });
    const id = await account('anna', 1, 2);
    await running(() => shows([row('anna', 1, 300)]), projector({ log: newest }));
    const dataOf = (events: RecordedEvent[]) => events.map(({ version, data }) => [version, data]);
    const all = [
      [1, { owner: 'anna' }],
      [2, { amount: 100 }],
      [3, { amount: 200 }],
    ];
    expect(dataOf(await newest.readStream(id))).toEqual(all);
    expect(dataOf(await newest.readStream(id, { after: 1, limit: 1 }))).toEqual([all[1]]);
    expect(dataOf(await newest.readStream(id, { after: 3, direction: 'backward' }))).toEqual([
      all[1],
      all[0],
    ]);
  });

  describe('while a transaction stays open and others commit', () => {
    /** Reads by the sequence alone, as one would. */
    class NaiveLog {
      async readAll({ after = START, limit }: LogRange): Promise<RecordedEvent[]> {
        const { rows } = await world.pool.query<RecordedEvent>(
          `SELECT stream_id AS "streamId", version, tx, position, type, data, at FROM events
           WHERE position > $1 ORDER BY position LIMIT $2`,
          [after.position, limit],
        );
        return rows;
      }
    }

    it.each([
      { name: 'nothing is skipped', make: () => log, expected: [row('early', 1, 7), row('late', 1, 0)] },
      {
        name: 'a reader by the sequence alone skips what commits late',
        make: () => new NaiveLog(),
        expected: [row('early', 1, 7)],
      },
    ])('$name', async ({ make, expected }) => {
      const one = projector({ log: make() });
      const slow = await world.pool.connect();
      await slow.query('BEGIN');
      await event(slow, 'slow', 1, 'opened', { owner: 'late' });
      await account('early', 3, 4);
      await one.step(owners, 1);
      await slow.query('COMMIT');
      slow.release();
      // Any transaction of the cluster holds events back as long as it is open.
      await eventually(async () => {
        await one.step(owners, 1);
        expect(await shown()).toEqual(expected);
      });
    });
  });

  describe('rebuilt', () => {
    const stateOf = async () =>
      (await world.pool.query(`SELECT state FROM projections ORDER BY generation`)).rows.map(
        ({ state }) => state as string,
      );

    it('take over when they have caught up, while events arrive', () => {
      const one = projector({ batch: 10 });
      const admin = new ProjectionAdmin(world.pool, [owners], one);
      return running(async () => {
        for (let nr = 0; nr < 20; nr++) await account('anna', 1);
        await shows([row('anna', 20, 20)]);
        await owner(`UPDATE owners_1 SET balance = 999`);
        expect((await admin.verify('owners')).differences).toEqual([
          { in: 'view', row: row('anna', 20, 999) },
          { in: 'fold', row: row('anna', 20, 20) },
        ]);
        await admin.rebuild('owners');
        for (let nr = 0; nr < 20; nr++) await account('anna', 1);
        await eventually(async () => expect(await stateOf()).toEqual(['idle', 'live']));
        await shows([row('anna', 40, 40)]);
        expect(await admin.verify('owners')).toEqual({ events: 80, differences: [] });
      }, one);
    });

    it('serve the old generation until then, and refuse a second rebuild', async () => {
      await account('anna', 1);
      const idle = projector();
      const admin = new ProjectionAdmin(world.pool, [owners], idle);
      await running(() => shows([row('anna', 1, 1)]), projector());
      await admin.rebuild('owners');
      expect(await shown()).toEqual([row('anna', 1, 1)]);
      expect(await admin.rebuild('owners').catch(codeOf)).toBe('REBUILD_RUNS');
      expect(await admin.list()).toEqual([
        { name: 'owners', generation: 1, events: 2, lagSeconds: 0, rebuild: { events: 0, of: 2 } },
      ]);
      await running(
        () => eventually(async () => expect(await stateOf()).toEqual(['idle', 'live'])),
        projector(),
      );
      expect(await shown()).toEqual([row('anna', 1, 1)]);
    });

    /** Takes for true what it read before. */
    const trusting = (): Database => {
      let seen: (object | undefined)[] | undefined;
      return {
        ...database,
        async open() {
          const session = await database.open();
          const load = session.load.bind(session);
          session.load = async (requests) =>
            requests[0]?.rowType.table === 'projections' ? (seen ??= await load(requests)) : load(requests);
          return session;
        },
      };
    };

    it.each([
      {
        name: 'are fenced: who was reading for the old generation writes nothing any more',
        on: () => database,
        written: [],
      },
      {
        name: 'a projector without the fence writes to the generation that was switched off',
        on: trusting,
        written: [row('anna', 1, 1)],
      },
    ])('$name', async ({ on, written }) => {
      await account('anna', 1);
      const slowLog = {
        async readAll(range: LogRange) {
          // Any transaction of the cluster holds events back as long as it is open.
          const events = await eventually(async () => {
            const found = await log.readAll(range);
            expect(found).toHaveLength(2);
            return found;
          });
          await world.pool.query(
            `UPDATE projections SET state = CASE state WHEN 'live' THEN 'idle' ELSE 'live' END`,
          );
          return events;
        },
      };
      await projector({ database: on(), log: slowLog }).step(owners, 1);
      expect((await world.pool.query('TABLE owners_1')).rows).toEqual(written);
    });
  });

  it('continue where they stopped after a lost commit', async () => {
    await account('anna', 1, 2, 3);
    let failures = 3;
    const failing: Database = {
      ...database,
      async open() {
        const session = await database.open();
        const commit = session.commit.bind(session);
        session.commit = async (changes, unclaim) => {
          if (failures-- <= 0) return commit(changes, unclaim);
          await session.rollback();
          throw new DomainError(refusal('LOST'), 'the connection');
        };
        return session;
      },
    };
    const errors: unknown[] = [];
    const one = projector({ database: failing, batch: 2, onError: (error) => errors.push(codeOf(error)) });
    await running(() => shows([row('anna', 1, 6)]), one);
    expect(errors).toEqual(['LOST', 'LOST', 'LOST']);
  });
});
