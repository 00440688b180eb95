import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventLog } from '@waybill/event-store';
import { ManualTimers, type ServiceDatabase, eventually, poolOn, serviceDatabase } from '@waybill/testing';
import type { Pool } from 'pg';
import type { Subscription } from 'rxjs';
import { orderApp } from '../order.app.js';
import { OrderChanges } from './order-changes.js';
import { OrderSignals } from './order-signals.js';
import { OrderRows } from './order.rows.js';
import { AwaitOrder, AwaitOrderHandler } from './queries/get-order.js';

const STREAMS = 300;
const WAITS = 150;
const LOOK_MS = 200;
const ada = { tenant: 'default', subject: 'ada', admin: false, operator: false };

let database: ServiceDatabase;
let owner: Pool;

beforeAll(async () => {
  database = await serviceDatabase('order_signals', orderApp.migrations);
  owner = poolOn(database.url);
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

describe('callers who wait for orders of other instances', () => {
  let pool: Pool;
  let timers: ManualTimers;
  let statements: string[];
  let signals: OrderSignals;
  let rows: OrderRows;
  let changes: OrderChanges;
  let streams: Subscription[];
  let gone: AbortController;

  beforeEach(async () => {
    await owner.query(`TRUNCATE order_summaries`);
    await owner.query(
      `INSERT INTO order_summaries
         SELECT 'order-' || n, 'default', 'ada', 'PENDING', 1, now(), now(), 'EUR', 100, '[]', '[]', '{"refunded": 0}'
         FROM generate_series(1, ${STREAMS + WAITS}) n`,
    );
    gone = new AbortController();
    statements = [];
    timers = new ManualTimers();
    streams = [];
    pool = poolOn(database.url, { max: 2 });
    const recorder = {
      query(statement: string | { readonly name: string }, values?: never) {
        statements.push(typeof statement === 'string' ? statement : statement.name);
        return pool.query(statement as never, values);
      },
    } as unknown as Pool;
    rows = new OrderRows(recorder, new EventLog(recorder));
    signals = new OrderSignals(timers, (known) => rows.marks(known));
    changes = new OrderChanges(rows, signals);
  });
  afterEach(async () => {
    gone.abort('closed');
    for (const stream of streams) stream.unsubscribe();
    await pool.end();
  });

  const open = async (order: number): Promise<void> => {
    const { length } = streams;
    const stream = await changes.of(`order-${order}`, ada, 1);
    streams[length] = stream.subscribe();
  };
  const wait = (order: number) =>
    new AwaitOrderHandler(rows, signals).execute(
      new AwaitOrder(`order-${order}`, ada, ['CONFIRMED'], { seconds: 30, gone: gone.signal }),
    );
  const commitElsewhere = (order: number) =>
    owner.query(`UPDATE order_summaries SET version = 2, status = 'CONFIRMED' WHERE id = $1`, [
      `order-${order}`,
    ]);
  /** Statements until the next query has been answered. */
  const look = async (): Promise<string[]> => {
    await eventually(() => expect(timers.waiting).toBeGreaterThan(0));
    statements = [];
    const waiting = timers.waiting;
    timers.advance(LOOK_MS);
    // The timer of the following query.
    await eventually(() => expect(timers.waiting).toBe(waiting));
    return statements;
  };

  it('need one statement at a time, however many they are', async () => {
    await open(1);
    expect(await look()).toEqual(['order_marks']);
    expect(await look()).toEqual(['order_marks']);
    for (let order = 2; order <= STREAMS; order++) await open(order);
    const waits = Array.from({ length: WAITS }, (_, nr) => wait(STREAMS + nr + 1));
    expect(await look()).toEqual(['order_marks']);
    expect(await look()).toEqual(['order_marks']);
    gone.abort('closed');
    await Promise.all(waits);
  });

  it('are woken by the query that finds the commit, and read an order once for all of its streams', async () => {
    for (let nr = 0; nr < STREAMS; nr++) await open(1);
    await look();
    await commitElsewhere(1);
    expect(await look()).toEqual(['order_marks', 'events_of_stream_forward']);
    expect(await look()).toEqual(['order_marks']);
  });

  it.each([
    ['returns follow a delivery', 'order.delivered', 'order.return-requested'],
    ['refunds follow a cancellation', 'order.cancelled', 'order.refunded'],
    ['refunds follow a rejection', 'order.rejected', 'order.refunded'],
  ])('hear of what comes after, also when they connect again: %s', async (_, type, next) => {
    const append = (version: number, event: string) =>
      owner.query(
        `INSERT INTO events (stream_id, aggregate_type, version, id, type, data, metadata, at)
         VALUES ('order-1', 'order', $1, gen_random_uuid(), $2, '{"reason": "too slow"}', '{"correlationId": "c", "causationId": "c"}', now())`,
        [version, event],
      );
    await owner.query(`DELETE FROM events WHERE stream_id = 'order-1'`);
    await append(2, type);
    await owner.query(`UPDATE order_summaries SET version = 2 WHERE id = 'order-1'`);
    const heard: string[] = [];
    let completed = 0;
    const listen = async (after: number): Promise<void> => {
      const stream = await changes.of('order-1', ada, after);
      streams.push(
        stream.subscribe({ next: (change) => heard.push(change.type), complete: () => completed++ }),
      );
    };
    await listen(1);
    await listen(2);
    await eventually(() => expect(heard).toEqual([type]));
    await append(3, next);
    await owner.query(`UPDATE order_summaries SET version = 3 WHERE id = 'order-1'`);
    await eventually(() => expect(timers.waiting).toBeGreaterThan(0));
    timers.advance(LOOK_MS);
    await eventually(() => expect(heard).toEqual([type, next, next]));
    expect(completed).toBe(0);
  });

  it('are woken by a commit of this instance without a query', async () => {
    const waiting = wait(1);
    await commitElsewhere(1);
    signals.changed({ id: 'order-1', version: 2, status: 'CONFIRMED' });
    expect(await waiting).toMatchObject({ status: 'CONFIRMED' });
    expect(statements).toEqual(['order_find']);
  });

  it('are not looked for once they are gone', async () => {
    await open(1);
    await look();
    streams.splice(0).forEach((stream) => stream.unsubscribe());
    timers.advance(LOOK_MS);
    expect([statements, timers.waiting]).toEqual([['order_marks'], 0]);
  });

  it('wait on while the database does not answer', async () => {
    const failing = new OrderSignals(timers, () => Promise.reject(new Error('no database')));
    const reached = failing.until('order-1', () => true, 1_000);
    for (let nr = 0; nr < 4; nr++) {
      timers.advance(LOOK_MS);
      await eventually(() => expect(timers.waiting).toBe(2));
    }
    timers.advance(LOOK_MS);
    expect(await reached).toBeUndefined();
  });
});
