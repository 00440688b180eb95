import { Controller } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Context, Message, MessageType } from '@waybill/kernel';
import { type Broker, Handles, brokerAt } from '@waybill/messaging';
import type { OutboxMessage } from '@waybill/outbox';
import {
  accounts,
  BankTables1700000000000,
  DEVELOPMENT_KEY,
  dropDatabase,
  eventually,
  kafkaBrokers,
  overrideSession,
  poolOn,
  testDatabaseUrl,
  testMessage,
  uniqueName,
} from '@waybill/testing';
import { type Database, BatchRunner } from '@waybill/unit-of-work';
import type pg from 'pg';
import { pino } from 'pino';
import { z } from 'zod';
import { type RunningService, bootstrap } from '../bootstrap.js';
import { provision } from '../provision.js';
import { uuids } from '../runtime/uuids.js';
import type { ServiceApp } from '../service-app.js';
import { replay } from './replay.js';

const run = uniqueName('replay');
const paidIn: MessageType<'bank.paid-in', number> = {
  type: 'bank.paid-in',
  version: 1,
  topic: `${run}.events`,
  parse: (data) => z.int().parse(data),
};
const thanked: MessageType<'bank.thanked', number> = {
  type: 'bank.thanked',
  version: 1,
  topic: `${run}.thanks`,
  parse: Number,
};

/** Runs before the handler's transaction. `called`: ids of the messages whose effect was performed. */
let before: (id: string) => Promise<void> | void = () => {};
const called: string[] = [];

@Controller()
class Balances {
  constructor(private readonly unitOfWork: BatchRunner) {}

  @Handles(paidIn, 'bank.balances')
  async paidIn({ key, id, data }: Message<'bank.paid-in', number>, context: Context): Promise<void> {
    await before(id);
    await this.unitOfWork.run(context, async (tx) => {
      const known = await tx.load(accounts, { id: key });
      const { balance, entries } = known ?? { balance: 0, entries: 0 };
      const row = { id: key, iban: null, notes: {}, balance: balance + data, entries: entries + 1 };
      tx.save(accounts, row);
      tx.publish(thanked, key, row.balance);
      tx.effect({ kind: 'letter', key: id, payload: id });
    });
  }
}

const bank: ServiceApp = {
  name: 'replayed',
  group: run,
  description: 'Keeps balances, and thanks for what comes in',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [BankTables1700000000000],
  view: [accounts],
  messageTypes: new Map<string, MessageType>([paidIn, thanked].map((type) => [type.type, type])),
  topics: ({ partitions }) =>
    [paidIn.topic, thanked.topic, 'replayed.dead-letters'].map((name) => ({
      name,
      partitions,
      retentionMs: 86_400_000,
    })),
  compose: () => ({
    controllers: [Balances],
    provide: [],
    effects: {
      letter: { perform: async (id: string) => void called.push(id), answer: () => {} },
    },
  }),
};

const { WAYBILL_TEST_REDIS: redis } = process.env;
const brokers = [
  { name: 'Kafka', url: () => `kafka://${kafkaBrokers()}` },
  ...(redis ? [{ name: 'Redis', url: () => redis }] : []),
];

describe.each(brokers)('a replay from $name', ({ url }) => {
  let environment: Readonly<Record<string, string>>;
  let broker: Broker;
  let database: pg.Pool;
  let service: RunningService | undefined;

  beforeAll(() => {
    broker = brokerAt(url(), { clientId: 'spec', random: Math.random });
  });
  afterAll(() => broker.close());
  beforeEach(async () => {
    const suffix = `_${uniqueName('spec').replace(/\W/g, '_')}`;
    const { url: own, ownerUrl, adminUrl } = await provision(testDatabaseUrl(), bank.name, suffix);
    environment = {
      DATABASE_URL: own,
      DATABASE_OWNER_URL: ownerUrl,
      BROKER_URL: url(),
      JWT_KEY: DEVELOPMENT_KEY,
      HOST: '127.0.0.1',
      PORT: '0',
      TOPIC_PARTITIONS: '3',
    };
    database = poolOn(adminUrl, { max: 2 });
  });
  afterEach(async () => {
    before = () => {};
    await stop();
    await database.end();
    await dropDatabase(testDatabaseUrl(), new URL(environment['DATABASE_URL']!).pathname.slice(1));
  });

  const start = async (group: string, wrapDatabase?: (plain: Database) => Database): Promise<void> => {
    const logger = pino({ level: 'silent' });
    const options = { environment, logger, ...(wrapDatabase ? { wrapDatabase } : {}) };
    service = await bootstrap({ ...bank, group }, options);
    await eventually(() => {
      const { all } = service!.dependencies;
      if (all.length < 3 || all.some(({ state }) => state !== 'up')) throw new Error(JSON.stringify(all));
      return Promise.resolve();
    });
  };
  const stop = async (): Promise<void> => {
    await service?.stop();
    service = undefined;
  };
  /** Publishes each amount twice, as after a crash of the relay between acknowledgement and move. Returns the ids. */
  const pay = async (amounts: readonly number[]): Promise<string[]> => {
    const rows = amounts.map((amount, index): OutboxMessage => {
      const id = uuids.next();
      return testMessage({
        topic: paidIn.topic,
        key: `account-${index % 7}`,
        id,
        type: paidIn.type,
        source: '/spec',
        body: JSON.stringify(amount),
      });
    });
    for (let times = 0; times < 2; times++) await broker.publisher.publish(rows, 10_000);
    return rows.map(({ id }) => id);
  };
  const rows = async (sql: string): Promise<object[]> => (await database.query<object>(sql)).rows;
  const view = () => rows('SELECT id, balance::int, entries FROM accounts ORDER BY id');
  const claims = () => rows('SELECT consumer, message_id FROM inbox ORDER BY message_id, consumer');
  const leftToDo = () =>
    rows(
      'SELECT (SELECT count(*)::int FROM outbox) AS outbox, (SELECT count(*)::int FROM effects) AS effects',
    );
  const schemas = () => rows(`SELECT nspname FROM pg_namespace WHERE nspname LIKE 'replay%'`);
  const thanks = async (): Promise<number> => {
    let count = 0;
    await broker.read!({ topics: [thanked.topic], handle: (records) => void (count += records.length) });
    return count;
  };
  /** Waits until all messages are handled, and their messages and effects are done. */
  const settled = (entries: number) =>
    eventually(async () => {
      expect(await rows('SELECT sum(entries)::int AS entries FROM accounts')).toEqual([{ entries }]);
      expect(await leftToDo()).toEqual([{ outbox: 0, effects: 0 }]);
    });
  /** Runs the service until it has handled these amounts, and stops it. Excludes older messages of the topic. */
  const lived = async (amounts: readonly number[]) => {
    const from = new Date();
    const group = uniqueName(run);
    await start(group);
    await eventually(async () => expect(await leftToDo()).toEqual([{ outbox: 0, effects: 0 }]));
    await stop();
    await database.query('TRUNCATE accounts');
    await start(group);
    const ids = await pay(amounts);
    await settled(amounts.length);
    await stop();
    return { from, group, ids };
  };
  const AMOUNTS = Array.from({ length: 60 }, (_, index) => index + 1);

  it('rebuilds the same view without messages, external calls or claims', async () => {
    const { from } = await lived(AMOUNTS);
    const state = async () => ({ view: await view(), claims: await claims(), thanks: await thanks() });
    const healthy = await state();
    const calls = called.length;
    await database.query(`UPDATE accounts SET balance = 1 WHERE id = 'account-1'`);
    await database.query(`DELETE FROM accounts WHERE id = 'account-2'`);

    const { name, ...report } = await replay(bank, { environment, from });

    expect(await state()).toEqual(healthy);
    expect(called).toHaveLength(calls);
    expect(await leftToDo()).toEqual([{ outbox: 0, effects: 0 }]);
    expect(await schemas()).toEqual([]);
    expect(name).toMatch(new RegExp(`^${run}@\\d{17}$`));
    expect(report).toEqual({
      topics: [paidIn.topic],
      records: 120,
      outcomes: { handled: 60, duplicate: 60 },
      tables: [{ table: 'accounts', before: 6, after: 7 }],
      failures: [],
      withheld: { messages: 60, calls: 60 },
      replaced: true,
    });
  });

  it('claims messages that the service has not handled, so that each counts once', async () => {
    const { from, group } = await lived(AMOUNTS);
    await pay([1_000]);
    await replay(bank, { environment, from });
    const replayed = await view();
    expect(replayed[0]).toMatchObject({ id: 'account-0', entries: 10 });

    await start(group);
    await pay([0, 5]);
    await settled(63);
    const counted = replayed.map((row, index) => {
      const { id, balance, entries } = row as { id: string; balance: number; entries: number };
      return index < 2 ? { id, balance: balance + index * 5, entries: entries + 1 } : row;
    });
    expect(await view()).toEqual(counted);
  });

  it('starts at the given position', async () => {
    await lived(AMOUNTS.slice(0, 7));
    const from = new Date();
    await pay([4]);
    const { tables, replaced } = await replay(bank, { environment, from });
    // Six accounts would be lost, so the replay needs `accept`.
    expect({ tables, replaced }).toEqual({
      tables: [{ table: 'accounts', before: 7, after: 1 }],
      replaced: false,
    });
    expect(await view()).toHaveLength(7);
    await replay(bank, { environment, from, accept: true });
    expect(await view()).toEqual([{ id: 'account-0', balance: 4, entries: 1 }]);
  });

  it('leaves the view unchanged if a message fails, or for a dry run', async () => {
    const { from, ids } = await lived(AMOUNTS);
    const healthy = await view();
    before = (id) => {
      if (id === ids[3]) throw new TypeError('no such thing');
    };
    const report = await replay(bank, { environment, from });
    expect(report).toMatchObject({
      replaced: false,
      failures: [
        {
          consumer: 'bank.balances',
          messageId: ids[3],
          type: 'bank.paid-in',
          errorCode: 'TypeError',
          errorMessage: 'no such thing',
        },
      ],
    });
    before = () => {};
    await database.query(`UPDATE accounts SET balance = 1`);
    expect(await replay(bank, { environment, from, dryRun: true })).toMatchObject({ replaced: false });
    expect(await rows('SELECT DISTINCT balance::int FROM accounts')).toEqual([{ balance: 1 }]);
    await replay(bank, { environment, from });
    expect(await view()).toEqual(healthy);
  });

  it('that is killed half-way changes nothing, and another one completes it', async () => {
    const { from, ids } = await lived(AMOUNTS);
    const healthy = await view();
    await database.query(`UPDATE accounts SET balance = 1`);
    const halfway = await view();
    before = async (id) => {
      if (id === ids[40])
        await database.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'waybill-replay'`,
        );
    };
    await expect(replay(bank, { environment, from })).rejects.toThrow();
    before = () => {};
    expect(await view()).toEqual(halfway);
    expect(await schemas()).toHaveLength(1);
    await replay(bank, { environment, from });
    expect(await view()).toEqual(healthy);
    expect(await schemas()).toEqual([]);
  });

  it('is refused while the service runs, or with open dead letters', async () => {
    const { group } = await lived(AMOUNTS.slice(0, 7));
    await start(group);
    await expect(replay(bank, { environment })).rejects.toThrow(
      'the replayed service is running on this database: stop all its instances first',
    );
    before = () => {
      throw new TypeError('no such thing');
    };
    await pay([1]);
    await eventually(async () => expect(await rows('SELECT FROM dead_letters')).toHaveLength(1));
    await stop();
    await expect(replay(bank, { environment })).rejects.toThrow(
      '1 dead letters of replayed are open: redrive or discard them first',
    );
  });

  it('changes nothing if the service ran meanwhile', async () => {
    const { from, group, ids } = await lived(AMOUNTS.slice(0, 7));
    const healthy = await view();
    let arrived = false;
    before = async (id) => {
      if (id !== ids[3] || arrived) return;
      arrived = true;
      await start(group);
      await pay([1]);
      await settled(8);
      await stop();
    };
    await expect(replay(bank, { environment, from })).rejects.toThrow(
      'the replayed service handled messages during the replay, so nothing was changed',
    );
    expect(await view()).not.toEqual(healthy);
    expect(await rows('SELECT sum(entries)::int AS entries FROM accounts')).toEqual([{ entries: 8 }]);
  });

  /** Alternatives to a replay: a new consumer group that reads the topic from the beginning. */
  describe.each([
    {
      naive: 'with the same claims, into an emptied view',
      empty: true,
      rename: (consumer: string) => consumer,
      makes: { view: 'empty', calls: 0 },
    },
    {
      naive: 'with claims of its own, into the view as it is',
      empty: false,
      rename: (consumer: string) => `${consumer}@2`,
      makes: { view: 'doubled', calls: 7 },
    },
  ])('the naive variant: $naive', ({ empty, rename, makes }) => {
    it(`leaves the view ${makes.view} and calls the world ${makes.calls} times`, async () => {
      const { ids } = await lived([1, 2, 3, 4, 5, 6, 7]);
      if (empty) await database.query('TRUNCATE accounts');
      called.length = 0;
      const group = uniqueName(run);
      const mine = (id: string) => ids.includes(id);
      await start(group, (plain) =>
        renaming(plain, (consumer, id) => (mine(id) ? rename(consumer) : consumer)),
      );
      const last = (await pay([100]))[0];
      await eventually(() => expect(called).toContain(last));
      await stop();
      const [row] = await rows(`SELECT sum(balance)::int AS sum FROM accounts`);
      const calls = called.filter(mine).length;
      expect({ row, calls }).toEqual({ row: { sum: 100 + (empty ? 0 : 2 * 28) }, calls: makes.calls });
    });
  });
});

it.each(['amqp://127.0.0.1:1', 'memory://'])('%s says that it cannot', async (BROKER_URL) => {
  const environment = {
    BROKER_URL,
    JWT_KEY: DEVELOPMENT_KEY,
    DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
  };
  await expect(replay(bank, { environment })).rejects.toThrow(
    /does not keep handled messages, so there is nothing to replay; this needs Kafka or Redis$/,
  );
});

/** Renames the consumers in the claims of the unit of work. */
function renaming(plain: Database, rename: (consumer: string, messageId: string) => string): Database {
  return overrideSession(plain, (session) => ({
    async begin(claims, loads) {
      const { fresh, ...begun } = await session.begin(
        claims.map((claim) => ({ ...claim, consumer: rename(claim.consumer, claim.messageId) })),
        loads,
      );
      const ids = new Set(fresh.map(({ messageId }) => messageId));
      return { ...begun, fresh: claims.filter(({ messageId }) => ids.has(messageId)) };
    },
  }));
}
