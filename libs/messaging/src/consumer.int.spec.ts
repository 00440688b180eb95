import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Context, DomainError, type Message, type MessageType } from '@waybill/kernel';
import {
  accounts,
  BankTables1700000000000,
  book,
  hastyTimers,
  idOfDay,
  open,
  postgresWorld,
  refusal,
  testMessage,
  twinWorld,
  type UnitOfWorkWorld,
} from '@waybill/testing';
import { DuplicateMessage, type BatchRunner, Unavailable, outboxMessages } from '@waybill/unit-of-work';
import type { Delivery } from './broker.js';
import { Consumer, type Outcome } from './consumer.js';
import { type DeadLetter, deadLetters } from './dead-letter.js';
import { headersOf } from './envelope.js';

interface Paid {
  readonly amount: number;
}

const paid: MessageType<'bank.paid', Paid> = {
  type: 'bank.paid',
  version: 2,
  topic: 'bank.events',
  parse(data) {
    const { amount } = (data ?? {}) as Partial<Paid>;
    if (typeof amount !== 'number') throw new DomainError(refusal('BAD_DATA'), 'amount is no number');
    return { amount };
  },
};

class Poison extends Error {
  readonly code = 'ECONNRESET';
}

describe.each([
  { name: 'the twin', make: twinWorld },
  { name: 'Postgres', make: () => postgresWorld('consumer', [BankTables1700000000000]) },
])('the consumer on $name', ({ make }) => {
  let world: UnitOfWorkWorld;
  let unitOfWork: BatchRunner;
  let offset = 0;
  const outcomes: [Outcome, string][] = [];
  beforeAll(async () => {
    world = await make();
    unitOfWork = world.unitOfWork();
  });
  beforeEach(() => void (outcomes.length = 0));
  afterAll(() => world?.close());

  /** Adds the amount to the account with the message's key. */
  const pay = (message: Message, context: Context) =>
    unitOfWork.run(context, (tx) => book(tx, message.key, (message.data as Paid).amount));

  const consumerOf = (
    handle: (message: Message, context: Context) => Promise<unknown> = pay,
    names = ['bank'],
  ) =>
    new Consumer({
      service: 'bank',
      unitOfWork,
      types: new Map<string, MessageType>([
        ['bank.paid', paid],
        ['bank.ignored', { ...paid, type: 'bank.ignored' }],
      ]),
      routes: (type) => (type === 'bank.paid' ? names.map((consumer) => ({ consumer, handle })) : []),
      clock: world.clock,
      timers: hastyTimers,
      ids: world.ids,
      random: () => 0.5,
      onOutcome: (outcome, type) => void outcomes.push([outcome, type]),
    });

  const record = (key: string, data: unknown, headers: Record<string, string | undefined> = {}): Delivery => {
    const all = {
      ...headersOf(
        testMessage({
          topic: 'bank.events',
          key,
          id: world.ids.next(),
          type: 'bank.paid',
          version: 2,
          source: '/bank',
          time: world.clock.now(),
          correlationId: 'c',
          causationId: 'd',
          traceparent: 't',
        }),
      ),
      ...headers,
    };
    return {
      topic: 'bank.events',
      partition: 3,
      offset: offset++,
      key,
      value:
        data instanceof Buffer || data === null ? (data as Buffer | null) : Buffer.from(JSON.stringify(data)),
      headers: Object.fromEntries(
        Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
    };
  };
  let count = 0;
  const newAccount = () => unitOfWork.run(world.context('open'), (tx) => open(tx, `account-${++count}`, 100));
  const balanceOf = async (id: string) => (await world.rows(accounts)).find((row) => row.id === id)?.balance;
  const lettersOf = async ({ offset: at }: Delivery): Promise<DeadLetter[]> =>
    (await world.rows(deadLetters)).filter((letter) => letter.offset === at);
  const announcedOf = async ({ offset: at }: Delivery) =>
    (await world.rows(outboxMessages)).filter(
      ({ topic, body }) =>
        topic === 'bank.dead-letters' && (JSON.parse(body) as { offset: number }).offset === at,
    );

  it('hands over the message and its context', async () => {
    const seen: [Message, Context][] = [];
    const delivery = record(
      'key',
      { amount: 5 },
      { ce_userid: 'anna', ce_aggregatetype: 'account', ce_aggregateversion: '7' },
    );
    await consumerOf(async (...call) => void seen.push(call)).handle([delivery]);
    const id = delivery.headers['ce_id']!;
    expect(seen).toEqual([
      [
        {
          id,
          type: 'bank.paid',
          version: 2,
          source: '/bank',
          key: 'key',
          time: world.clock.now(),
          data: { amount: 5 },
          correlationId: 'c',
          causationId: 'd',
          userId: 'anna',
          tenant: 'default',
          traceparent: 't',
          aggregateType: 'account',
          aggregateVersion: 7,
        },
        expect.objectContaining({
          messageId: id,
          consumer: 'bank',
          correlationId: 'c',
          userId: 'anna',
          tenant: 'default',
          traceparent: 't',
        }),
      ],
    ]);
    expect(outcomes).toEqual([['handled', 'bank.paid']]);
  });

  it('handles a redelivered message once', async () => {
    const id = await newAccount();
    const delivery = record(id, { amount: 5 });
    await consumerOf().handle([delivery, delivery]);
    await consumerOf().handle([delivery]);
    expect(await balanceOf(id)).toBe(105);
    expect(outcomes.map(([outcome]) => outcome)).toEqual(['handled', 'duplicate', 'duplicate']);
    expect(await lettersOf(delivery)).toEqual([]);
  });

  it('skips a type that it has no handler for', async () => {
    await consumerOf().handle([record('key', { amount: 5 }, { ce_type: 'bank.ignored' })]);
    expect(outcomes).toEqual([['skipped', 'bank.ignored']]);
  });

  it('works on one message of a key at a time, in order, and on many keys at once', async () => {
    let running = 0;
    let most = 0;
    const order = new Map<string, number[]>();
    const handle = async ({ key, data }: Message): Promise<void> => {
      const seen = order.get(key) ?? [];
      order.set(key, seen);
      most = Math.max(most, ++running);
      await new Promise<void>((resolve) => void hastyTimers.after(0, resolve));
      seen.push((data as Paid).amount);
      running--;
    };
    const records = Array.from({ length: 30 }, (_, index) => record(`key-${index % 5}`, { amount: index }));
    await consumerOf(handle).handle(records);
    expect(most).toBe(5);
    for (const seen of order.values()) expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it.each<{ what: string; make: () => Delivery; code: string; consumer: string; message?: string }>([
    {
      what: 'is no JSON',
      make: () => record('poison', Buffer.from('{"amount":')),
      code: 'BAD_JSON',
      consumer: 'bank.parse',
    },
    {
      what: 'has no value',
      make: () => record('poison', null),
      code: 'BAD_JSON',
      consumer: 'bank.parse',
      message: 'the record has no value',
    },
    {
      what: 'has bytes that are no text',
      make: () => record('poison', Buffer.from([0, 255, 1])),
      code: 'BAD_JSON',
      consumer: 'bank.parse',
    },
    ...[
      Buffer.from(String.raw`{"amount":1,"note":"a\u0000b"}`),
      Buffer.from(String.raw`{"amount":1,"note":"a\ud800b"}`),
      Buffer.from(String.raw`{"amount":1,"a\u0000b":1}`),
      Buffer.from('{"amount":1,"note":"M\xfcller"}', 'latin1'),
    ].map((value) => ({
      what: `has JSON that is no text: ${value.toString('latin1')}`,
      make: () => record('poison', value),
      code: 'BAD_TEXT',
      consumer: 'bank.parse',
    })),
    {
      what: 'has a header that is no text',
      make: () => record('poison', { amount: 1 }, { ce_tenant: 'a\0b' }),
      code: 'BAD_TEXT',
      consumer: 'bank.parse',
    },
    {
      what: 'misses a header',
      make: () => record('poison', { amount: 1 }, { ce_tenant: undefined }),
      code: 'BAD_HEADERS',
      consumer: 'bank.parse',
      message: 'header ce_tenant is missing',
    },
    {
      what: 'has no headers at all',
      make: () => ({ ...record('poison', { amount: 1 }), headers: {} }),
      code: 'BAD_HEADERS',
      consumer: 'bank.parse',
    },
    {
      what: 'has an unknown type',
      make: () => record('poison', { amount: 1 }, { ce_type: 'bank.robbed' }),
      code: 'UNKNOWN_TYPE',
      consumer: 'bank.parse',
    },
    {
      what: 'has a version that there cannot be',
      make: () => record('poison', { amount: 1 }, { ce_eventversion: '0' }),
      code: 'UNKNOWN_VERSION',
      consumer: 'bank.parse',
    },
    {
      what: 'has a newer version that cannot be read',
      make: () => record('poison', { amount: '1 EUR' }, { ce_eventversion: '3' }),
      code: 'BAD_DATA',
      consumer: 'bank.parse',
    },
    {
      what: 'has data of another shape',
      make: () => record('poison', { amount: 'much' }),
      code: 'BAD_DATA',
      consumer: 'bank.parse',
    },
    {
      what: 'is refused by a rule',
      make: () => record('nobody', { amount: 1 }),
      code: 'NO_ACCOUNT',
      consumer: 'bank',
    },
    {
      what: 'hits a defect',
      make: () => record('poison', { amount: -1 }),
      code: 'TypeError',
      consumer: 'bank',
    },
    {
      what: 'is too old',
      make: () => record('poison', { amount: 1 }, { ce_id: idOfDay(world.clock, -40) }),
      code: 'TOO_OLD',
      consumer: 'bank',
    },
    {
      what: 'comes from the future',
      make: () => record('poison', { amount: 1 }, { ce_id: idOfDay(world.clock, 40) }),
      code: 'TOO_NEW',
      consumer: 'bank',
    },
    {
      what: 'has an id of another kind',
      make: () => record('poison', { amount: 1 }, { ce_id: '4711' }),
      code: 'TOO_OLD',
      consumer: 'bank',
    },
    {
      what: 'has a key and headers that no column holds',
      make: () => record('poi\0son', Buffer.from('{'), { ce_userid: 'a\0b' }),
      code: 'BAD_JSON',
      consumer: 'bank.parse',
    },
  ])('buries a message that $what, once, and goes on', async ({ make: makeIt, code, consumer, message }) => {
    const id = await newAccount();
    const poison = makeIt();
    const handle = async (one: Message, context: Context): Promise<unknown> => {
      if ((one.data as Paid).amount < 0) throw new TypeError('a defect');
      if (one.key === 'poison') return unitOfWork.run(context, async () => undefined);
      return pay(one, context);
    };
    const sameKey = record(poison.key, { amount: 0 }, { ce_type: 'bank.ignored' });
    await consumerOf(handle).handle([poison, sameKey, record(id, { amount: 5 })]);
    const [letter, ...others] = await lettersOf(poison);
    expect(letter).toEqual({
      id: `bank.events/3/${poison.offset}/${consumer}`,
      consumer,
      messageId: poison.headers['ce_id'] ?? null,
      type: poison.headers['ce_type'] ?? null,
      topic: 'bank.events',
      partition: 3,
      offset: poison.offset,
      key: poison.key.replace('\0', '\uFFFD'),
      headers: Object.fromEntries(
        Object.entries(poison.headers).map(([name, text]) => [name, text.replace('\0', '\uFFFD')]),
      ),
      value: poison.value,
      errorCode: code,
      errorMessage: message ?? letter?.errorMessage,
      errorStack: expect.stringContaining(letter!.errorMessage),
      attempts: 1,
      firstAt: world.clock.now(),
      lastAt: letter?.lastAt,
      status: 'open',
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      place: null,
      redrives: 0,
      actions: 0,
      originalHeaders: null,
      originalValue: null,
    });
    expect(others).toEqual([]);
    expect(await balanceOf(id)).toBe(105);
    expect(outcomes).toContainEqual(['skipped', 'bank.ignored']);
    // Redelivered after a crash before the offset was committed.
    await consumerOf(handle).handle([poison]);
    expect(await lettersOf(poison)).toEqual([letter]);
    const [announced, ...more] = await announcedOf(poison);
    expect(more).toEqual([]);
    expect(announced).toMatchObject({
      topic: 'bank.dead-letters',
      type: 'messaging.dead-lettered',
      key: letter?.key,
    });
    expect(JSON.parse(announced!.body)).toEqual({
      id: letter?.id,
      consumer,
      topic: 'bank.events',
      partition: 3,
      offset: poison.offset,
      errorCode: code,
      errorMessage: letter?.errorMessage,
    });
  });

  it('keeps the claim of what it buried, so that the message has no late effect', async () => {
    const id = await newAccount();
    const poison = record(id, { amount: -500 });
    await consumerOf().handle([poison]);
    expect((await lettersOf(poison)).map(({ errorCode }) => errorCode)).toEqual(['23514']);
    await unitOfWork.run(world.context('rescue'), (tx) => book(tx, id, 1_000));
    await consumerOf().handle([poison]);
    expect(await balanceOf(id)).toBe(1_100);
    expect(outcomes.at(-1)).toEqual(['duplicate', 'bank.paid']);
  });

  it('tries again what may pass by itself', async () => {
    const id = await newAccount();
    let failures = 0;
    const delivery = record(id, { amount: 5 });
    await consumerOf((message, context) =>
      ++failures < 5 ? Promise.reject(new Poison('the carrier is away')) : pay(message, context),
    ).handle([delivery]);
    expect([await balanceOf(id), await lettersOf(delivery)]).toEqual([105, []]);
    expect(outcomes.map(([outcome]) => outcome)).toEqual([...Array<string>(4).fill('retried'), 'handled']);
  });

  it('buries it after the fifth try and parks its key', async () => {
    const delivery = record('any', { amount: 5 });
    let tries = 0;
    await consumerOf(async () => {
      tries++;
      throw new Poison('the carrier is away');
    }).handle([delivery]);
    expect(tries).toBe(5);
    expect(await lettersOf(delivery)).toMatchObject([
      { attempts: 5, errorCode: 'ECONNRESET', errorMessage: 'the carrier is away' },
    ]);
  });

  it('never buries for want of a database', async () => {
    const id = await newAccount();
    const delivery = record(id, { amount: 5 });
    let tries = 0;
    await consumerOf((message, context) =>
      ++tries < 20 ? Promise.reject(new Unavailable('no database')) : pay(message, context),
    ).handle([delivery]);
    expect([tries, await balanceOf(id), await lettersOf(delivery)]).toEqual([20, 105, []]);
  });

  it('writes the letter once the database is back', async () => {
    const poison = record('any', null);
    const real = unitOfWork.run.bind(unitOfWork);
    let failures = 0;
    const flaky = {
      run: ((...call: Parameters<BatchRunner['run']>) =>
        ++failures < 8
          ? Promise.reject(new Unavailable('no database'))
          : real(...call)) as BatchRunner['run'],
    };
    const consumer = new Consumer({
      service: 'bank',
      unitOfWork: flaky,
      types: new Map(),
      routes: () => [],
      clock: world.clock,
      timers: hastyTimers,
      ids: world.ids,
      random: () => 0.5,
    });
    await consumer.handle([poison]);
    expect([failures, (await lettersOf(poison)).length]).toEqual([8, 1]);
  });

  it('buries what the broker gave up, as it is and without a look at its handler', async () => {
    const id = await newAccount();
    const given = record(id, { amount: 5 });
    await consumerOf().giveUp(given);
    expect(await lettersOf(given)).toMatchObject([
      {
        consumer: 'bank.parse',
        errorCode: 'UNDELIVERABLE',
        value: given.value,
        headers: given.headers,
        place: null,
      },
    ]);
    expect(await balanceOf(id)).toBe(100);
    await consumerOf().giveUp(given);
    expect(await lettersOf(given)).toHaveLength(1);
  });

  it('takes a duplicate for handled', async () => {
    const delivery = record('any', { amount: 5 });
    await consumerOf(() => Promise.reject(new DuplicateMessage('had it'))).handle([delivery]);
    expect([outcomes, await lettersOf(delivery)]).toEqual([[['duplicate', 'bank.paid']], []]);
  });

  it('lets one handler of a message fail without the others', async () => {
    const id = await newAccount();
    const delivery = record(id, { amount: 5 });
    await consumerOf(
      (message, context) =>
        context.consumer === 'two' ? Promise.reject(new TypeError('a defect')) : pay(message, context),
      ['one', 'two'],
    ).handle([delivery]);
    expect([await balanceOf(id), (await lettersOf(delivery)).map(({ consumer }) => consumer)]).toEqual([
      105,
      ['two'],
    ]);
  });

  it('holds a record of two megabytes as it came', async () => {
    const poison = record('any', Buffer.alloc(2_000_000, 'x'));
    await consumerOf().handle([poison]);
    const [letter] = await lettersOf(poison);
    expect(Buffer.compare(Buffer.from(letter!.value!), poison.value!)).toBe(0);
  });
});
