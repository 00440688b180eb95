import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { eventually, postgresWorld } from '@waybill/testing';
import { rowType, postgresDatabase } from '@waybill/unit-of-work';
import {
  Column,
  DataSource,
  Entity,
  type MigrationInterface,
  PrimaryColumn,
  type QueryRunner,
} from 'typeorm';
import { EventLog } from '../event-log.js';
import { eventStoreSchema } from '../schema.js';
import { ProjectionAdmin } from './admin.js';
import type { Projection } from './projection.js';
import { Projector } from './projector.js';
import { alterView, createProjections, createView } from './view-steps.js';

/** A view as a service of the version before knows it: how often each account was booked. */
@Entity('bookings')
class Bookings {
  @PrimaryColumn('text') account!: string;
  @Column('integer') times!: number;
}

/** The same view with one more column. */
@Entity('bookings')
class BookingsWithSum {
  @PrimaryColumn('text') account!: string;
  @Column('integer') times!: number;
  @Column('bigint') sum!: number;
}

class CreateBookings1760000000098 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createProjections(runner);
    await createView(runner, {
      name: 'bookings',
      table: 'bookings',
      columns: 'account text NOT NULL, times integer NOT NULL, PRIMARY KEY (account)',
    });
  }

  async down(): Promise<void> {}
}

class AddSum1760000000099 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const view = { name: 'bookings', table: 'bookings' };
    await alterView(runner, view, 'ADD COLUMN sum bigint NOT NULL DEFAULT 0');
  }

  async down(runner: QueryRunner): Promise<void> {
    await alterView(runner, { name: 'bookings', table: 'bookings' }, 'DROP COLUMN sum');
  }
}

function projection<Row extends Bookings>(
  entity: new () => Row,
  add: (row: Row | undefined, booked: Row) => Row,
): Projection<Row> {
  return {
    name: 'bookings',
    view: rowType(entity, ['account'] as never) as never,
    remember: () => undefined,
    changes: ({ streamId: account, data }) => {
      const booked = { account, times: 1, sum: (data as { amount: number }).amount } as unknown as Row;
      return [{ key: { account } as Partial<Row>, apply: (row) => add(row, booked) }];
    },
  };
}

const before = projection(Bookings, (row, { account }) => ({ account, times: (row?.times ?? 0) + 1 }));
const after = projection(BookingsWithSum, (row, { account, sum }) => ({
  account,
  times: (row?.times ?? 0) + 1,
  sum: (row?.sum ?? 0) + sum,
}));

describe('a column that a standing view is given', () => {
  const migrations = [...eventStoreSchema.migrations, CreateBookings1760000000098];
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  beforeAll(async () => {
    world = await postgresWorld('view_steps', migrations);
  });
  afterAll(() => world?.close());

  let version = 0;
  const book = (amount: number) =>
    world.pool.query(
      `INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
        VALUES ('anna', $1, $2, 'booked', 'account', $3, '{}', now())`,
      [++version, `event-${version}`, { amount }],
    );
  const shown = async () => (await world.pool.query<object>('TABLE bookings')).rows;
  const run = async (view: Projection, act: (projector: Projector) => Promise<unknown>): Promise<void> => {
    const log = new EventLog(world.pool);
    const database = postgresDatabase(world.pool);
    const projector = new Projector({ log, database, timers: systemTimers, projections: [view], pollMs: 5 });
    projector.start();
    await act(projector).finally(() => projector.stop());
  };

  it('appears in both generations, while the previous release runs, and is filled by a rebuild', async () => {
    await world.pool.query('GRANT SELECT ON bookings TO pg_monitor');
    await run(before as never, async () => {
      await book(10);
      await eventually(async () => expect(await shown()).toEqual([{ account: 'anna', times: 1 }]));
      expect(await world.service.migrate([...migrations, AddSum1760000000099])).toEqual([
        'AddSum1760000000099',
      ]);
      expect(await shown()).toEqual([{ account: 'anna', times: 1, sum: 0 }]);
      await book(20);
      await eventually(async () => expect(await shown()).toEqual([{ account: 'anna', times: 2, sum: 0 }]));
    });
    await run(after as never, async (projector) => {
      await new ProjectionAdmin(world.pool, [after as never], projector).rebuild('bookings');
      await eventually(async () => expect(await shown()).toEqual([{ account: 'anna', times: 2, sum: 30 }]));
    });
    const { rows } = await world.pool.query(
      `SELECT table_name AS name FROM information_schema.columns WHERE column_name = 'sum' ORDER BY 1`,
    );
    expect(rows).toEqual([{ name: 'bookings' }, { name: 'bookings_1' }, { name: 'bookings_2' }]);
  });

  it('keeps the grants of the view', async () => {
    const { rows } = await world.pool.query(
      `SELECT has_table_privilege('pg_monitor', 'bookings', 'SELECT') AS granted`,
    );
    expect(rows).toEqual([{ granted: true }]);
  });

  it('can be dropped again', async () => {
    const database = new DataSource({ type: 'postgres', url: world.service.url });
    await database.initialize();
    try {
      await new AddSum1760000000099().down(database.createQueryRunner());
    } finally {
      await database.destroy();
    }
    expect(await shown()).toEqual([{ account: 'anna', times: 2 }]);
  });
});
