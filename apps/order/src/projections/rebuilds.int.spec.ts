import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  EventLog,
  InlineViews,
  ProjectionAdmin,
  type ProjectionReport,
  Projector,
} from '@waybill/event-store';
import { money, systemTimers } from '@waybill/kernel';
import { uuids } from '@waybill/platform';
import { ROOT, eventually, postgresWorld } from '@waybill/testing';
import { type Database, postgresDatabase } from '@waybill/unit-of-work';
import { orderApp } from '../order.app.js';
import { Order } from '../orders/domain/order.js';
import { orderUpcasters } from '../orders/domain/order.upcasters.js';
import { orderReactions } from '../orders/order-reactions.fixture.js';
import { OrderSignals } from '../orders/order-signals.js';
import { OrderRepository } from '../orders/order.repository.js';
import { noProcess } from './no-process.fixture.js';
import { orderSummary } from './order-summary.js';
import { orderViews } from './order-views.js';
import type { ProjectorWorker } from './projector.worker.js';
import { TEST_COMMAND, testCommand } from '../orders/test-command.fixture.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const ORDERS = FULL ? 10_000 : 400;
/** Small enough that a rebuild takes more steps than the number of times that it is killed. */
const BATCH = ORDERS / 4;
const MINUTE = 60_000;
const SHIPMENT = { shipmentId: 's', carrier: 'c', trackingNumber: 't', eta: '2026-03-20' };

/** Processes that rebuild views are killed while orders are placed and confirmed. */
describe('a rebuild that is killed', () => {
  const running = new Set<ChildProcess>();
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  let database: Database;
  let log: EventLog;
  let admin: ProjectionAdmin;
  let orders: OrderRepository;

  beforeAll(async () => {
    world = await postgresWorld('rebuilds', orderApp.migrations);
    database = postgresDatabase(world.pool);
    log = new EventLog(world.pool, orderUpcasters);
    const inline = new InlineViews({ pool: world.pool, database, log, views: [orderSummary] });
    // Not started: the worker processes do the rebuilds.
    const projector = new Projector({ log, database, timers: systemTimers, projections: orderViews, inline });
    admin = new ProjectionAdmin(world.pool, orderViews, projector, inline);
    orders = new OrderRepository({
      unitOfWork: world.unitOfWork({ maxBatchSize: 50 }),
      reactions: orderReactions(uuids),
      process: noProcess,
      signals: new OrderSignals(systemTimers, () => Promise.resolve([])),
      ids: uuids,
      code: 'test',
    });
    for (let placed = 0; placed < ORDERS; placed += 100)
      await Promise.all(Array.from({ length: 100 }, () => story()));
  }, 10 * MINUTE);
  afterEach(() => Promise.all([...running].map(killed)));
  afterAll(() => world?.close());

  let count = 0;
  const customers = 40;
  /** Places and confirms an order: five events. */
  const story = async (): Promise<void> => {
    const nr = ++count;
    const line = { sku: `SKU ${nr % 7}`, name: 'Mug', quantity: 1 + (nr % 3), unitPrice: money(100, 'EUR') };
    const id = uuids.next();
    const customerId = `customer ${nr % customers}`;
    await orders.add(world.context('place'), (tx) => {
      const fulfilment = 'orchestrated' as const;
      const paid = { charges: [], paymentMethod: 'card', fulfilment };
      const placement = { customerId, contact: id, lines: [line], ...paid };
      const address = { name: 'Ada', line1: '1', city: 'London', postalCode: 'SW1', country: 'GB' };
      const contact = { id, customerName: 'Ada', email: 'ada@example.com', address };
      return Promise.resolve({ order: Order.place(id, placement, tx.at), contact, command: TEST_COMMAND });
    });
    await orders.change(
      world.context('confirm'),
      id,
      testCommand(({ order }, { at }) => {
        order.stockReserved(at);
        order.paymentAuthorized(`payment ${nr}`, at);
        order.shipmentBooked({ shipments: [SHIPMENT] }, at);
        order.confirm(at);
      }),
    );
  };

  const start = (environment: Pick<ProjectorWorker, 'VIEW' | 'BATCH'> & Partial<ProjectorWorker>) => {
    const source = ['--conditions=@waybill/source', '--import', './tools/source.mjs'];
    const child = spawn(process.execPath, [...source, join(import.meta.dirname, 'projector.worker.ts')], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], DATABASE_URL: world.service.url, ...environment },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    running.add(child);
    return child;
  };
  const gone = (child: ChildProcess): Promise<void> =>
    eventually(() => expect(child.signalCode).toBe('SIGKILL'));
  const killed = async (child: ChildProcess): Promise<void> => {
    running.delete(child);
    child.kill('SIGKILL');
    await gone(child);
  };
  const reportOf = async (name: string): Promise<ProjectionReport> =>
    (await admin.list()).find((report) => report.name === name)!;
  const rows = async (table: string): Promise<number> =>
    (await world.pool.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`)).rows[0]!.count;

  /** Waits until all views are up to date and no rebuild is running. */
  const atRest = async (): Promise<void> => {
    const inline = new InlineViews({ pool: world.pool, database, log, views: [orderSummary], batch: 2_000 });
    const parts = { log, database, timers: systemTimers, projections: orderViews, inline, batch: 2_000 };
    const projector = new Projector(parts);
    projector.start();
    await eventually(
      async () => {
        const reports = await admin.list();
        expect(reports.map(({ rebuild, lagSeconds }) => [rebuild, lagSeconds])).toEqual(
          reports.map(() => [undefined, 0]),
        );
      },
      { within: 5 * MINUTE },
    );
    await projector.stop();
  };
  const dies = async (name: string, moment: NonNullable<ProjectorWorker['DIE']>): Promise<void> => {
    const worker = start({ VIEW: name, BATCH: String(BATCH), DIE: moment });
    await gone(worker);
    running.delete(worker);
  };

  it.each([
    {
      name: 'product-sales',
      table: 'product_sales',
      damage: `UPDATE product_sales_1 SET orders = 0`,
      deaths: ['before 1', 'after 1', 'before 2', 'after 2', 'switch'] as const,
    },
    {
      name: 'order-summary',
      table: 'order_summaries',
      damage: `UPDATE order_summaries SET total = 0`,
      deaths: ['before 1', 'after 1', 'before 2', 'after 2', 'after 3'] as const,
    },
  ])(
    'five times under live writes goes on each time, and ends with the view of $name that its events make; readers miss no row',
    async ({ name, table, damage, deaths }) => {
      await atRest();
      await world.pool.query(damage);
      expect((await admin.verify(name)).differences).not.toEqual([]);

      // The number of rows must never decrease: orders are added, and none is removed.
      let least = await rows(table);
      let over = false;
      const missed: string[] = [];
      const reading = (async () => {
        while (!over) {
          const seen = await rows(table);
          if (seen < least) missed.push(`${seen} of ${least}`);
          least = Math.max(least, seen);
        }
      })();
      const writing = (async () => {
        while (!over) await story();
      })();

      await admin.rebuild(name);
      const steps: number[] = [];
      for (const moment of deaths) {
        await dies(name, moment);
        steps.push((await reportOf(name)).rebuild!.events);
      }
      over = true;
      await Promise.all([reading, writing]);
      expect(missed).toEqual([]);
      // A step that was committed before the kill is not repeated; one that was not is.
      expect(steps.slice(0, 4)).toEqual([0, BATCH, 2 * BATCH, 4 * BATCH]);
      expect(steps[4]).toBeGreaterThanOrEqual(7 * BATCH);
      await atRest();
      expect((await admin.verify(name)).differences).toEqual([]);
    },
    10 * MINUTE,
  );

  it(
    'ends with another view when the position is written apart from the rows',
    async () => {
      await atRest();
      await admin.rebuild('product-sales');
      await dies('product-sales', 'apart 4');
      await atRest();
      expect((await admin.verify('product-sales')).differences).not.toEqual([]);
    },
    10 * MINUTE,
  );
});
