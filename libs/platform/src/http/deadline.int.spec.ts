import { Controller, Get, Post, Sse } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Answer,
  type Api,
  BankTables1700000000000,
  type OneService,
  accounts,
  boxes,
  eventually,
  startOneService,
} from '@waybill/testing';
import { BatchRunner, type RowStore } from '@waybill/unit-of-work';
import pg from 'pg';
import { type Observable, Subject } from 'rxjs';
import { z } from 'zod';
import type { ServiceApp } from '../service-app.js';
import { Access } from './access.js';
import { Call, HttpCall } from './call.js';
import { WithoutDeadline } from './deadline.js';
import { Records } from './records.js';

/** What pollers of due rows use. */
let backgroundRows: RowStore;
/** Completed by the test. */
let events: Subject<{ data: string }>;
let report: Subject<object>;

@Controller('bank')
@Access('customer', 'own')
class BankController {
  constructor(
    private readonly unitOfWork: BatchRunner,
    private readonly pool: pg.Pool,
  ) {}

  @Get('accounts')
  async list(): Promise<object[]> {
    return (await this.pool.query<object>('SELECT id, balance FROM accounts ORDER BY id')).rows;
  }

  @Post('accounts')
  @Records()
  async opened(@Call({ requireKey: true }) { context }: HttpCall): Promise<object> {
    const id = context.messageId;
    const row = { id, balance: 7, iban: null, notes: {}, entries: 0 };
    return this.unitOfWork.run(context, (tx) => {
      tx.append(accounts, row);
      return Promise.resolve({ id });
    });
  }

  @Sse('stream')
  stream(): Observable<{ data: string }> {
    return events;
  }

  @Get('report')
  @WithoutDeadline('It takes as long as the bank needs.')
  yearly(): Observable<object> {
    return report;
  }
}

const bank: ServiceApp = {
  name: 'bank',
  description: 'Opens accounts',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [BankTables1700000000000],
  messageTypes: new Map(),
  topics: () => [],
  compose: ({ rows }) => {
    backgroundRows = rows;
    return { controllers: [BankController], provide: [] };
  },
};

let one: OneService;
let api: Api;
/** Holds the table, as a migration or a slow disk would. */
let holder: pg.PoolClient;
let isHeld = false;
beforeAll(async () => {
  one = await startOneService(bank, { REQUEST_DEADLINE_MS: '400' });
  api = await one.api();
});
afterAll(() => one?.stop());
beforeEach(async () => {
  [events, report] = [new Subject(), new Subject()];
  await one.database.query('DELETE FROM accounts');
  holder = await one.database.connect();
});
afterEach(async () => {
  await letGo();
  holder.release();
});

async function hold(table: string): Promise<void> {
  await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  isHeld = true;
}

async function letGo(): Promise<void> {
  if (isHeld) await holder.query('COMMIT');
  isHeld = false;
}

const list = () => api.call<object[]>('GET', '/bank/accounts');
const open = (key: string) =>
  api.call<{ id: string }>('POST', '/bank/accounts', { headers: { 'idempotency-key': key } });
const openedBy = async () =>
  (await one.database.query<{ id: string }>('SELECT id FROM accounts')).rows.map(({ id }) => id);

function expectLate({ status, headers, body }: Answer<unknown>, path: string): void {
  expect([status, headers.get('retry-after'), headers.get('content-type')]).toEqual([
    503,
    '1',
    'application/problem+json; charset=utf-8',
  ]);
  expect(body).toEqual({
    type: '/problems/deadline-exceeded',
    title: 'Deadline exceeded',
    status: 503,
    code: 'DEADLINE_EXCEEDED',
    detail:
      'The service did not finish within 0.4 s. A change may still take effect: repeat the request with the same Idempotency-Key.',
    instance: path,
    correlationId: headers.get('x-correlation-id'),
  });
}

describe('a request that the database holds up', () => {
  it('gets 503 in time if it reads', async () => {
    await hold('accounts');
    expectLate(await list(), '/bank/accounts');
    await letGo();
    expect((await list()).body).toEqual([]);
  });

  it('gets 503 in time if it writes, and repeated with its key takes effect once', async () => {
    await hold('accounts');
    expectLate(await open('key-1'), '/bank/accounts');
    expectLate(await open('key-1'), '/bank/accounts');
    await letGo();
    const { body, headers } = await eventually(async () => {
      const answer = await open('key-1');
      if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
      return answer;
    });
    expect([body.id]).toEqual(await openedBy());
    expect(headers.get('idempotent-replayed')).toBe('true');
  });
});

describe('a request without a deadline', () => {
  it('is a stream that has begun', async () => {
    const stream = api.call<string>('GET', '/bank/stream');
    await eventually(() => (events.observed ? Promise.resolve() : Promise.reject(new Error('not open'))));
    events.next({ data: 'before' });
    await hold('accounts');
    expectLate(await list(), '/bank/accounts');
    events.next({ data: 'after' });
    events.complete();
    expect((await stream).body.match(/data: .*/g)).toEqual(['data: before', 'data: after']);
  });

  it('is one that takes as long as its work', async () => {
    const answer = api.call('GET', '/bank/report');
    await eventually(() => (report.observed ? Promise.resolve() : Promise.reject(new Error('not begun'))));
    await hold('accounts');
    expectLate(await list(), '/bank/accounts');
    report.next({ pages: 3 });
    report.complete();
    expect(await answer).toMatchObject({ status: 200, body: { pages: 3 } });
  });
});

it('background work that waits for the database leaves connections for requests', async () => {
  await hold('boxes');
  // Some wait too long for a connection, or for the lock.
  const lookups = Array.from({ length: 10 }, () =>
    backgroundRows.find(boxes, { branch: 'north' }).catch(() => undefined),
  );
  await eventually(async () => {
    const { rows } = await one.database.query<{ waiting: number }>(
      `SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`,
    );
    expect(rows).toEqual([{ waiting: 4 }]);
  });
  expect(await list()).toMatchObject({ status: 200, body: [] });
  await letGo();
  await Promise.all(lookups);
});
