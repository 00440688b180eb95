import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { EventLog, InlineViews, ProjectionAdmin, Projector } from '@waybill/event-store';
import { DomainError, fold, money, systemTimers } from '@waybill/kernel';
import { uuids } from '@waybill/platform';
import { eventually, postgresWorld } from '@waybill/testing';
import { postgresDatabase } from '@waybill/unit-of-work';
import fc from 'fast-check';
import { orderApp } from '../order.app.js';
import { evolve } from '../orders/domain/evolve.js';
import { statusOf } from '../orders/domain/order-state.js';
import type { OrderEvent } from '../orders/domain/order.events.js';
import { Order } from '../orders/domain/order.js';
import { orderUpcasters } from '../orders/domain/order.upcasters.js';
import { orderReactions } from '../orders/order-reactions.fixture.js';
import { OrderSignals } from '../orders/order-signals.js';
import { OrderRepository } from '../orders/order.repository.js';
import { noProcess } from './no-process.fixture.js';
import { orderSummary } from './order-summary.js';
import { orderViews } from './order-views.js';
import { TEST_COMMAND, testCommand } from '../orders/test-command.fixture.js';

/** Events become visible after all transactions that began before them, including those in other databases of the server. */
const AS_LONG_AS_OTHERS_WRITE = { within: 60_000 };
const HISTORIES = process.env['WAYBILL_PROOFS'] === 'full' ? 300 : 8;
const shipment = { shipmentId: 's', carrier: 'c', trackingNumber: 't', eta: '2026-03-20' };
const why = { code: 'NO', detail: 'no' };

/** Every command of an order. In most statuses, most of them do nothing or are refused. */
const ACTS: Readonly<Record<string, (order: Order, at: Date) => void>> = {
  reserve: (order, at) => order.stockReserved(at),
  authorize: (order, at) => order.paymentAuthorized('payment', at),
  book: (order, at) => order.shipmentBooked({ shipments: [shipment] }, at),
  confirm: (order, at) => order.confirm(at),
  reject: (order, at) => order.reject(why, at),
  cancel: (order, at) => order.requestCancellation('too slow', 'customer', at),
  keep: (order, at) => order.refuseCancellation(why, at),
  undo: (order, at) => order.cancelled('paymentId' in order.state ? order.state.total : money(0, 'EUR'), at),
  short: (order, at) => order.short('s', [{ sku: order.state.lines[0]?.sku ?? 'MUG', quantity: 1 }], at),
  ship: (order, at) => order.shipped(shipment, at),
  deliver: (order, at) => order.delivered('s', '2026-03-20T10:00:00.000Z', at),
};
/** The commands from placement to delivery. */
const WAY = ['reserve', 'authorize', 'book', 'confirm', 'ship', 'deliver'] as const;

const quantity = fc.integer({ min: 1, max: 5 });
const placed = fc.record({
  customer: fc.constantFrom('ada', 'ben'),
  lines: fc.dictionary(fc.constantFrom('MUG', 'TEA', 'PEN'), quantity, { minKeys: 1, noNullPrototype: true }),
  currency: fc.constantFrom('EUR', 'GBP'),
  /** How many of these commands run before random ones follow. */
  way: fc.integer({ min: 0, max: WAY.length }),
});
type Placed = typeof placed extends fc.Arbitrary<infer Value> ? Value : never;
const histories = fc.record({
  orders: fc.array(placed, { minLength: 1, maxLength: 4 }),
  acts: fc.array(fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(...Object.keys(ACTS))), { maxLength: 30 }),
});

let world: Awaited<ReturnType<typeof postgresWorld>>;
beforeAll(async () => {
  world = await postgresWorld('order_histories', orderApp.migrations);
});
afterAll(() => world?.close());

it(
  `whatever is done to several orders, ${HISTORIES} times: every view is the fold of its events, and adds up`,
  async () => {
    const database = postgresDatabase(world.pool);
    const log = new EventLog(world.pool, orderUpcasters);
    const common = { log, database, timers: systemTimers, projections: orderViews };
    const inline = new InlineViews({ pool: world.pool, database, log, views: [orderSummary] });
    // Project in batches of three events. The verification uses one batch.
    const following = new Projector({ ...common, batch: 3 });
    const admin = new ProjectionAdmin(world.pool, orderViews, new Projector(common), inline);
    const orders = new OrderRepository({
      unitOfWork: world.unitOfWork(),
      reactions: orderReactions(uuids),
      process: noProcess,
      signals: new OrderSignals(systemTimers, () => Promise.resolve([])),
      ids: uuids,
      code: 'test',
    });

    const act = (id: string, name: string): Promise<unknown> =>
      orders
        .change(
          world.context('act'),
          id,
          testCommand(({ order }, { at }) => ACTS[name]!(order, at)),
        )
        .catch((error: unknown) => {
          // A command may be refused.
          if (!(error instanceof DomainError)) throw error;
        });
    const place = async ({ customer, lines, currency, way }: Placed) => {
      const id = uuids.next();
      const goods = Object.entries(lines).map(([sku, count]) => ({
        sku,
        name: sku,
        quantity: count,
        unitPrice: money(100, currency),
      }));
      const address = { name: 'x', line1: '1', city: 'London', postalCode: 'SW1', country: 'GB' };
      await orders.add(world.context('place'), (tx) => {
        const placement = {
          customerId: customer,
          contact: id,
          lines: goods,
          charges: [],
          paymentMethod: 'card',
          fulfilment: 'orchestrated' as const,
        };
        const contact = { id, customerName: 'x', email: 'x@example.com', address };
        return Promise.resolve({ order: Order.place(id, placement, tx.at), contact, command: TEST_COMMAND });
      });
      for (const step of WAY.slice(0, way)) await act(id, step);
      return id;
    };
    const caughtUp = () =>
      eventually(async () => {
        for (const view of orderViews) while (await following.step(view, 1));
        expect((await admin.list()).filter(({ lagSeconds }) => lagSeconds > 0)).toEqual([]);
      }, AS_LONG_AS_OTHERS_WRITE);
    const query = async (sql: string) => (await world.pool.query<object>(sql)).rows;
    const views = orderViews.flatMap(({ view: { table } }) =>
      [1, 2].flatMap((generation) => [`${table}_${generation}`, `${table}_${generation}_memos`]),
    );

    await fc.assert(
      fc.asyncProperty(histories, async ({ orders: wanted, acts }) => {
        await world.pool.query(
          `TRUNCATE events, streams, snapshots, order_summaries, contacts, ${views.join(', ')};
           UPDATE projections SET tx = 0, position = 0, events = 0`,
        );
        const ids: string[] = [];
        for (const one of wanted) ids.push(await place(one));
        for (const [nr, name] of acts) await act(ids[nr % ids.length]!, name);
        await caughtUp();

        for (const { name } of await admin.list())
          expect({ name, ...(await admin.verify(name)) }).toMatchObject({ name, differences: [] });

        // Compute the same in a different way: fold each order alone, then count.
        const told = await Promise.all(
          ids.map(async (id) => (await log.readStream(id)) as unknown as OrderEvent[]),
        );
        const states = told.map((events) => fold(evolve, events));
        expect(
          await query(`SELECT status, orders FROM orders_by_status WHERE orders > 0 ORDER BY status`),
        ).toEqual(
          [...Map.groupBy(states, statusOf)]
            .map(([status, all]) => ({ status, orders: all.length }))
            .sort((a, b) => (a.status < b.status ? -1 : 1)),
        );
        expect(
          await query(`SELECT customer_id, orders FROM customer_summaries ORDER BY customer_id`),
        ).toEqual(
          [...Map.groupBy(states, ({ customerId }) => customerId)]
            .map(([customer_id, all]) => ({ customer_id, orders: all.length }))
            .sort((a, b) => (a.customer_id < b.customer_id ? -1 : 1)),
        );
        const spent = await query("SELECT jsonb_path_query(spent, '$.* ? (@ < 0)') FROM customer_summaries");
        expect(spent).toEqual([]);
        const sold = states.flatMap(({ lines }, nr) =>
          told[nr]!.some(({ type }) => type === 'order.confirmed') ? lines : [],
        );
        expect(await query('SELECT coalesce(sum(pieces), 0)::int AS pieces FROM product_sales')).toEqual([
          { pieces: sold.reduce((sum, { quantity: pieces }) => sum + pieces, 0) },
        ]);
        const stored = await query(`SELECT id, status, version FROM order_summaries ORDER BY id`);
        expect(stored).toEqual(
          ids
            .map((id, nr) => ({ id, status: statusOf(states[nr]!), version: told[nr]!.length }))
            .sort((a, b) => (a.id < b.id ? -1 : 1)),
        );
      }),
      {
        numRuns: HISTORIES,
        ...(process.env['WAYBILL_SEED'] && { seed: Number(process.env['WAYBILL_SEED']) }),
      },
    );
  },
  HISTORIES * 20_000,
);
