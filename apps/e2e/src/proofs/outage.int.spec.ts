import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type MessageType, sleep, systemTimers } from '@waybill/kernel';
import { Consumer, type ConsumerOptions, type Delivery, failingOf, headersOf } from '@waybill/messaging';
import { migrate, unitOfWorkPool, systemClock, uuids } from '@waybill/platform';
import {
  accounts,
  BankTables1700000000000,
  type EmbeddedPostgres,
  eventually,
  freshDatabase,
  startEmbeddedPostgres,
  testMessage,
} from '@waybill/testing';
import { BatchRunner, postgresDatabase } from '@waybill/unit-of-work';
import type { Pool } from 'pg';

const KEYS = 20;
const EACH = 5;
/** Number of attempts before a consumer dead-letters a message. */
const TRIES = 5;
/** Usually longer than these attempts take. */
const OUTAGE_MS = 4_000;
const paidIn: MessageType<'bank.paid-in', number> = {
  type: 'bank.paid-in',
  version: 1,
  topic: 'bank.events',
  parse: Number,
};

let server: EmbeddedPostgres;
beforeAll(async () => {
  server = await startEmbeddedPostgres();
});
afterAll(() => server?.stop());

/** Delivers messages. The first of each key are handled before Postgres is killed, the others after its restart. */
async function outage(options: Pick<ConsumerOptions, 'failing'>, leastTries = 0) {
  const { url } = await freshDatabase(server.url, 'outage');
  await migrate({ name: 'outage', entities: [], migrations: [BankTables1700000000000] }, url);
  const pool: Pool = unitOfWorkPool(url, 'outage');
  const unitOfWork = new BatchRunner({
    database: postgresDatabase(pool),
    source: '/bank',
    ids: uuids,
    clock: systemClock,
    timers: systemTimers,
    random: Math.random,
    patienceMs: 500,
  });
  let handled = 0;
  const tries = new Map<string, number>();
  let killed: Promise<void> | undefined;
  const consumer = new Consumer({
    service: 'bank',
    unitOfWork,
    types: new Map([[paidIn.type, paidIn]]),
    clock: systemClock,
    timers: systemTimers,
    ids: uuids,
    random: () => 0.1,
    ...options,
    routes: () => [
      {
        consumer: 'bank.balances',
        async handle({ key, data }, context) {
          if (++handled > KEYS) await (killed ??= server.kill());
          if (killed) tries.set(key, (tries.get(key) ?? 0) + 1);
          // Handlers may also query outside the unit of work.
          await pool.query('SELECT 1');
          await unitOfWork.run(context, async (tx) => {
            const known = await tx.load(accounts, { id: key });
            const { balance, entries } = known ?? { balance: 0, entries: 0 };
            const row = { id: key, iban: null, notes: {}, entries: entries + 1 };
            tx.save(accounts, { ...row, balance: balance + (data as number) });
          });
        },
      },
    ],
  });
  const records = Array.from({ length: KEYS * EACH }, (_, index): Delivery => {
    const key = `account-${index % KEYS}`;
    const id = uuids.next();
    const body = '1';
    const headers = headersOf(
      testMessage({ topic: paidIn.topic, key, id, type: paidIn.type, body, source: '/spec' }),
    );
    return { topic: paidIn.topic, partition: 0, offset: index, key, value: Buffer.from(body), headers };
  });
  const work = consumer.handle(records);
  // Duration of the outage.
  await sleep(systemTimers, OUTAGE_MS);
  await eventually(() => expect(Math.max(...tries.values())).toBeGreaterThanOrEqual(leastTries));
  await killed;
  await server.restart();
  await work;
  const { rows } = await pool.query<{ letters: number; accounts: number; sum: number; parked: number }>(
    `SELECT (SELECT count(*)::int FROM dead_letters) AS letters, (SELECT count(*)::int FROM parked_keys) AS parked,
       (SELECT count(*)::int FROM accounts) AS accounts, (SELECT sum(balance)::int FROM accounts) AS sum`,
  );
  await pool.end();
  return { ...rows[0], killed: killed !== undefined };
}

it('a database outage causes no dead letters: the consumer waits and continues by itself', async () => {
  expect(await outage({})).toEqual({
    letters: 0,
    parked: 0,
    killed: true,
    accounts: KEYS,
    sum: KEYS * EACH,
  });
});

it('if its errors count as errors of the messages, the same outage parks keys and creates dead letters', async () => {
  const failing = (error: unknown) => {
    const sort = failingOf(error);
    return sort === 'away' ? 'transient' : sort;
  };
  const { letters, parked } = await outage({ failing }, TRIES);
  expect(letters).toBeGreaterThan(0);
  expect(parked).toBeGreaterThan(0);
});
