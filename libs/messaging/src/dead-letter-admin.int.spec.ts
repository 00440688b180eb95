import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Context, DomainError, type Message, type MessageType, codeOf } from '@waybill/kernel';
import {
  accounts,
  BankTables1700000000000,
  book,
  entries,
  hastyTimers,
  idOfDay,
  open,
  postgresWorld,
  refusal,
  testMessage,
  twinWorld,
  type UnitOfWorkWorld,
} from '@waybill/testing';
import { type BatchRunner, outboxMessages } from '@waybill/unit-of-work';
import type { Delivery } from './broker.js';
import { Consumer, type Outcome } from './consumer.js';
import { DeadLetterAdmin, type DeadLetterAdminOptions } from './dead-letter-admin.js';
import { type DeadLetter, deadLetterLog, deadLetters, parkedKeys } from './dead-letter.js';
import type { DeadLetterStore } from './dead-letter-store.js';
import { headersOf } from './envelope.js';
import { MemoryDeadLetterStore } from './memory/dead-letter-store.js';
import type { ParkedName } from './parked-keys.js';
import { postgresDeadLetterStore } from './postgres/dead-letter-store.js';

interface Paid {
  readonly amount: number;
}

const paid: MessageType<'bank.paid', Paid> = {
  type: 'bank.paid',
  version: 1,
  topic: 'bank.events',
  parse(data) {
    const { amount } = (data ?? {}) as Partial<Paid>;
    if (typeof amount !== 'number') throw new DomainError(refusal('BAD_DATA'), 'amount is no number');
    return { amount };
  },
};
const ADA = { subject: 'ada', tenant: 'north' };
const BOB = { subject: 'bob', tenant: 'south' };
const types = new Map<string, MessageType>([['bank.paid', paid]]);

interface LetterWorld {
  readonly world: UnitOfWorkWorld;
  readonly store: DeadLetterStore;
}

async function inMemory(): Promise<LetterWorld> {
  const world = await twinWorld();
  return { world, store: new MemoryDeadLetterStore(world.database) };
}

async function onPostgres(): Promise<LetterWorld> {
  const world = await postgresWorld('admin', [BankTables1700000000000]);
  return { world, store: postgresDeadLetterStore(world.pool) };
}

describe.each([
  { name: 'the in-memory database', make: inMemory },
  { name: 'Postgres', make: onPostgres },
])('dead letters on $name', ({ make }) => {
  let world: UnitOfWorkWorld;
  let store: DeadLetterStore;
  let unitOfWork: BatchRunner;
  let offset = 0;
  let count = 0;
  const outcomes: Outcome[] = [];
  const handed: [key: string, amount: number][] = [];
  /** Runs before the handler's transaction. */
  let before: (message: Message) => Promise<void> | void;
  beforeAll(async () => {
    ({ world, store } = await make());
    unitOfWork = world.unitOfWork();
  });
  beforeEach(() => {
    outcomes.length = 0;
    handed.length = 0;
    before = () => {};
  });
  afterAll(() => world?.close());

  const away = (): never => {
    throw Object.assign(new Error('the carrier is away'), { code: 'ECONNRESET' });
  };
  const defect = (): never => {
    throw new TypeError('a defect');
  };
  const handlerOf = (unitOfWork: BatchRunner) => async (message: Message, context: Context) => {
    const { amount } = message.data as Paid;
    handed.push([message.key, amount]);
    await before(message);
    return unitOfWork.run(context, (tx) => book(tx, message.key, amount));
  };
  /** An instance of the service, with its own unit of work and its own cache of parked keys. */
  const instance = (parked?: () => Promise<readonly ParkedName[]>) => {
    const unitOfWork = world.unitOfWork();
    return new Consumer({
      service: 'bank',
      unitOfWork,
      types,
      clock: world.clock,
      timers: hastyTimers,
      ids: world.ids,
      random: () => 0.5,
      attempts: 2,
      parkedKeys: parked,
      routes: () => [{ consumer: 'bank', handle: handlerOf(unitOfWork) }],
      onOutcome: (outcome) => void outcomes.push(outcome),
    });
  };
  const parkedNow = () => world.rows(parkedKeys);
  const parkedInStore = () => store.parkedKeys();
  const adminOf = (options: Partial<DeadLetterAdminOptions> = {}) => {
    const unitOfWork = options.unitOfWork ?? world.unitOfWork();
    return new DeadLetterAdmin({
      service: 'bank',
      types,
      clock: world.clock,
      timers: hastyTimers,
      ids: world.ids,
      unitOfWork,
      routes: () => [{ consumer: 'bank', handle: handlerOf(unitOfWork as BatchRunner) }],
      store,
      ...options,
    });
  };
  const record = (key: string, data: unknown, id = world.ids.next()): Delivery => ({
    topic: 'bank.events',
    partition: 3,
    offset: offset++,
    key,
    value: data instanceof Buffer ? data : Buffer.from(JSON.stringify(data)),
    headers: headersOf(
      testMessage({
        topic: 'bank.events',
        key,
        id,
        type: 'bank.paid',
        source: '/bank',
        time: world.clock.now(),
      }),
    ),
  });
  const account = () => unitOfWork.run(world.context('open'), (tx) => open(tx, `account-${++count}`, 100));
  const balanceOf = async (id: string) => (await world.rows(accounts)).find((row) => row.id === id)?.balance;
  const letterOf = async (delivery: Delivery): Promise<DeadLetter> =>
    (await world.rows(deadLetters)).find((letter) => letter.offset === delivery.offset)!;
  const logOf = async ({ id }: DeadLetter) =>
    (await world.rows(deadLetterLog))
      .filter(({ letterId }) => letterId === id)
      .map(({ actor, action, detail }) => [actor, action, detail]);
  /** Creates a dead letter: its handler fails with a defect. */
  const letter = async (key: string, amount = 5, id?: string): Promise<[string, Delivery]> => {
    const delivery = record(key, { amount }, id);
    before = defect;
    await instance().handle([delivery]);
    before = () => {};
    return [`bank.events/3/${delivery.offset}/bank`, delivery];
  };

  describe('redrive', () => {
    it('hands the message to the failed consumer, once, however often it is asked', async () => {
      const key = await account();
      const [id, delivery] = await letter(key);
      const admin = adminOf();
      expect(await admin.redrive(id, ADA)).toEqual([{ id, outcome: 'redriven' }]);
      expect(await admin.redrive(id, BOB)).toEqual([{ id, outcome: 'closed before' }]);
      expect(await balanceOf(key)).toBe(105);
      const closed = await letterOf(delivery);
      expect(closed).toMatchObject({ status: 'redriven', redrives: 1, attempts: 1 });
      expect(await logOf(closed)).toEqual([['ada', 'redriven', null]]);
      const published = (await world.rows(outboxMessages)).filter(
        (row) => row.key === key && row.type === 'bank.booked',
      );
      expect(published.map(({ causationId }) => causationId)).toEqual([delivery.headers['ce_id']]);
    });

    it('is once for callers at the same time, of one instance and of several', async () => {
      const key = await account();
      const [id] = await letter(key);
      const [one, other] = [adminOf(), adminOf()];
      const answers = await Promise.all([one, one, other, other].map((admin) => admin.redrive(id, ADA)));
      expect(answers.map(([result]) => result!.outcome).sort()).toEqual([
        ...Array<string>(3).fill('closed before'),
        'redriven',
      ]);
      expect(await balanceOf(key)).toBe(105);
    });

    it('would be twice if the letter were not looked at under lock', async () => {
      const key = await account();
      const [id] = await letter(key);
      // Handles the message and closes the dead letter in two transactions.
      const naive = async (): Promise<void> => {
        const { status, messageId } = (await world.rows(deadLetters)).find((row) => row.id === id)!;
        if (status !== 'open') return;
        await world
          .unitOfWork()
          .run(world.context('naive', { causationId: messageId! }), (tx) => book(tx, key, 5));
      };
      await Promise.all([naive(), naive()]);
      expect(await balanceOf(key)).toBe(110);
    });

    it('leaves a letter open whose message fails again, with the new error', async () => {
      const key = await account();
      const [id, delivery] = await letter(key);
      const first = await letterOf(delivery);
      before = away;
      world.clock.advance(60_000);
      const failed = { outcome: 'failed', errorCode: 'ECONNRESET', errorMessage: 'the carrier is away' };
      expect(await adminOf().redrive(id, ADA)).toEqual([{ id, ...failed }]);
      const again = await letterOf(delivery);
      expect(again).toMatchObject({ status: 'open', errorCode: 'ECONNRESET', attempts: 2, redrives: 1 });
      expect(again.fingerprint).not.toBe(first.fingerprint);
      // Without the message of the error, which can contain personal data: the log cannot be changed.
      expect(await logOf(again)).toEqual([['ada', 'redrive failed', 'ECONNRESET']]);
      expect(await world.rows(deadLetterLog)).toContainEqual(
        expect.objectContaining({ letterId: id, actor: 'ada', tenant: 'north' }),
      );
      before = () => {};
      expect(await adminOf().redrive(id, ADA)).toEqual([{ id, outcome: 'redriven' }]);
      expect([await balanceOf(key), (await letterOf(delivery)).redrives]).toEqual([105, 2]);
    });

    it('leaves nothing of an act that the database refuses', async () => {
      const key = await account();
      const [id, delivery] = await letter(key, -500);
      expect(await adminOf().redrive(id, ADA)).toMatchObject([{ outcome: 'failed', errorCode: '23514' }]);
      expect([await balanceOf(key), (await letterOf(delivery)).status]).toEqual([100, 'open']);
    });

    it('brings a message that is older than its claims, once', async () => {
      const key = await account();
      const [id] = await letter(key, 5, idOfDay(world.clock, -40));
      const [one, other] = [adminOf(), adminOf()];
      await Promise.all([one.redrive(id, ADA), one.redrive(id, ADA), other.redrive(id, ADA)]);
      expect(await balanceOf(key)).toBe(105);
    });

    it('closes the letter of a handler that writes nothing', async () => {
      const [id] = await letter('nobody');
      const idle = adminOf({ routes: () => [{ consumer: 'bank', handle: async () => undefined }] });
      expect(await idle.redrive(id, ADA)).toEqual([{ id, outcome: 'redriven' }]);
    });

    it('says so when there is no such letter, or no such handler any more', async () => {
      expect(await adminOf().redrive('nothing', ADA).catch(codeOf)).toBe('NOT_FOUND');
      const [id] = await letter('nobody');
      expect(await adminOf({ routes: () => [] }).redrive(id, ADA)).toMatchObject([
        { outcome: 'failed', errorCode: 'NO_HANDLER' },
      ]);
    });
  });

  describe('edit', () => {
    it('mends what could not be parsed, and keeps what came', async () => {
      const key = await account();
      const delivery = record(key, Buffer.from('{"amount":'));
      await instance().handle([delivery]);
      const { id } = await letterOf(delivery);
      const admin = adminOf();
      expect(await admin.redrive(id, ADA)).toMatchObject([{ outcome: 'failed', errorCode: 'BAD_JSON' }]);
      await admin.edit(id, { value: '{"amount":1}' }, ADA);
      await admin.edit(id, { value: '{"amount":7}' }, BOB);
      expect(await admin.redrive(id, ADA)).toEqual([{ id, outcome: 'redriven' }]);
      const { originalValue, originalHeaders, ...letter } = await letterOf(delivery);
      expect([Buffer.from(originalValue!).toString(), originalHeaders]).toEqual([
        '{"amount":',
        delivery.headers,
      ]);
      expect((await logOf({ ...letter, originalValue, originalHeaders })).map(([actor]) => actor)).toEqual([
        'ada',
        'ada',
        'bob',
        'ada',
      ]);
      expect(await balanceOf(key)).toBe(107);
      expect(await admin.edit(id, { value: '{}' }, ADA).catch(codeOf)).toBe('DEAD_LETTER_CLOSED');
    });

    it.each([
      ['ce_type', 'payment.refund'],
      ['ce_tenant', 'another'],
      ['ce_subject', 'another'],
    ])('keeps the header %s', async (name, value) => {
      const [id, { headers }] = await letter('nobody');
      for (const changed of [
        { ...headers, [name]: value },
        { ...headers, [name]: '' },
      ])
        expect(await adminOf().edit(id, { value: '{}', headers: changed }, ADA).catch(codeOf)).toBe(
          'MESSAGE_HEADER_FIXED',
        );
      expect(await adminOf().edit(id, { value: '{}', headers }, ADA)).toBeUndefined();
    });

    it('keeps the message’s id', async () => {
      const [id, { headers }] = await letter('nobody');
      const changed = { ...headers, ce_id: 'another' };
      expect(await adminOf().edit(id, { value: '{}', headers: changed }, ADA).catch(codeOf)).toBe(
        'MESSAGE_ID_FIXED',
      );
    });
  });

  it('a rehearsal shows what a redrive would do and does nothing', async () => {
    const key = await account();
    const [id, delivery] = await letter(key);
    const all = async () =>
      Promise.all([
        world.rows(accounts),
        world.rows(entries),
        world.rows(outboxMessages),
        world.rows(deadLetterLog),
        world.claims(),
        letterOf(delivery),
      ]);
    const found = await all();
    const row = { id: key, balance: 105, iban: null, notes: {}, entries: 1 };
    const entry = { accountId: key, nr: 1, amount: 5, detail: null };
    const data = { account: key, amount: 5 };
    expect(await adminOf().rehearse(id)).toEqual({
      id,
      outcome: 'rehearsed',
      planned: {
        tables: [
          { table: 'accounts', inserts: [], updates: [row], removals: [] },
          { table: 'entries', inserts: [entry], updates: [], removals: [] },
        ],
        messages: [{ topic: 'bank.events', key, type: 'bank.booked', data }],
        effects: [],
      },
    });
    before = away;
    expect(await adminOf().rehearse(id)).toMatchObject({ outcome: 'failed', errorCode: 'ECONNRESET' });
    expect(await all()).toEqual(found);
  });

  it('a discarded letter is closed for good, with who and why', async () => {
    const key = await account();
    const [id, delivery] = await letter(key);
    const admin = adminOf();
    await admin.discard(id, 'paid by hand', ADA);
    await admin.discard(id, 'again', BOB);
    expect(await admin.redrive(id, ADA).catch(codeOf)).toBe('DEAD_LETTER_DISCARDED');
    const closed = await letterOf(delivery);
    expect([closed.status, await logOf(closed), await balanceOf(key)]).toEqual([
      'discarded',
      [['ada', 'discarded', 'paid by hand']],
      100,
    ]);
  });

  describe('a fingerprint', () => {
    const printOf = async (error: Error): Promise<string> => {
      const delivery = record('nobody', { amount: 1 });
      before = () => Promise.reject(error);
      await instance().handle([delivery]);
      return (await letterOf(delivery)).fingerprint;
    };

    it('is that of the cause, whatever ids and numbers the error names', async () => {
      const refuse = (order: string, cents: number, sku: string) =>
        new DomainError(refusal('TOO_DEAR'), `order ${order} costs ${cents} for "${sku}"`);
      const [one, other, third] = [
        refuse(world.ids.next(), 500, 'MUG-1'),
        refuse(world.ids.next(), 70_012, 'PEN'),
        new DomainError(refusal('TOO_DEAR'), 'the basket is too dear'),
      ];
      const prints = [await printOf(one), await printOf(other), await printOf(third)];
      expect(prints[0]).toBe(prints[1]);
      expect(prints[2]).not.toBe(prints[1]);
    });
  });

  describe('a key whose message does not pass', () => {
    /** Parks a key: the first of its four payments always fails. The last one is not delivered yet. */
    const park = async (consumer = instance()) => {
      const key = await account();
      const deliveries = [1, 2, 3, 4].map((amount) => record(key, { amount }));
      before = ({ data, key: at }) => void ((data as Paid).amount === 1 && at === key && away());
      await consumer.handle(deliveries.slice(0, 2));
      await consumer.handle(deliveries.slice(2, 3));
      return { key, deliveries, consumer };
    };
    const idsOf = (deliveries: readonly Delivery[]) =>
      deliveries.map(({ offset: at }) => `bank.events/3/${at}/bank`);

    it('is parked: what comes after waits behind it, and other keys flow', async () => {
      const other = await account();
      const { key, deliveries, consumer } = await park();
      await consumer.handle([deliveries[3]!, record(other, { amount: 9 })]);
      expect(handed).toEqual([
        [key, 1],
        [key, 1],
        [other, 9],
      ]);
      expect([await balanceOf(key), await balanceOf(other)]).toEqual([100, 109]);
      const letters = await Promise.all(deliveries.map(letterOf));
      expect(letters.map(({ errorCode, place, attempts }) => [errorCode, place, attempts])).toEqual([
        ['ECONNRESET', 1, 2],
        ...[2, 3, 4].map((place) => ['KEY_PARKED', place, 0]),
      ]);
      expect((await parkedNow()).filter((row) => row.key === key)).toMatchObject([
        { consumer: 'bank', topic: 'bank.events', waiting: 4, last: 4 },
      ]);
      expect(outcomes.filter((outcome) => outcome === 'parked')).toHaveLength(3);
    });

    it('is read with its open letters outside the unit of work, in their order', async () => {
      const first = await park();
      const second = await park();
      const ids = idsOf(first.deliveries.slice(0, 3));
      const of = { consumer: 'bank', topic: 'bank.events', key: first.key };
      expect(await store.line(of, 10)).toEqual(ids);
      expect(await store.line(of, 2)).toEqual(ids.slice(0, 2));
      expect(await store.line({ ...of, consumer: 'other' }, 10)).toEqual([]);
      await adminOf().discard(ids[0]!, 'no use', ADA);
      expect(await store.line(of, 10)).toEqual(ids.slice(1));
      const rows = (await store.parkedKeys()).filter(({ key }) => [first.key, second.key].includes(key));
      expect(rows).toHaveLength(2);
      const stored = (await parkedNow()).find(({ key }) => key === first.key)!;
      expect(rows.find(({ key }) => key === first.key)).toEqual({ ...of, waiting: 2, since: stored.since });
      const open = (await world.rows(deadLetters)).filter(({ status }) => status === 'open');
      const oldest = Math.min(...open.map(({ firstAt }) => firstAt.getTime()));
      expect((await store.oldestOpen())?.getTime()).toBe(oldest);
    });

    it('would be overtaken by an instance that does not ask the database first', async () => {
      const { key, deliveries } = await park();
      await instance().handle([deliveries[3]!]);
      expect(handed.at(-1)).toEqual([key, 4]);
    });

    it('stays parked over a restart and for other instances', async () => {
      const { key, deliveries } = await park();
      await instance(parkedInStore).handle([deliveries[3]!]);
      expect([handed.length, (await letterOf(deliveries[3]!)).place, await balanceOf(key)]).toEqual([
        2, 4, 100,
      ]);
    });

    it('is known to an instance that joined before it was parked and gets its messages later', async () => {
      const late = instance(parkedInStore);
      await late.handle([]);
      const { deliveries } = await park();
      late.joined();
      await late.handle([deliveries[3]!]);
      expect((await letterOf(deliveries[3]!)).place).toBe(4);
    });

    it('is known to an instance that is handed the parked message once more', async () => {
      const late = instance(parkedInStore);
      await late.handle([]);
      const { deliveries } = await park();
      before = () => {};
      await late.handle([deliveries[0]!, deliveries[3]!]);
      expect((await letterOf(deliveries[3]!)).place).toBe(4);
    });

    it('flows again when its first letter is redriven, the others in order behind it', async () => {
      const { key, deliveries, consumer } = await park();
      const [first, second, third] = idsOf(deliveries);
      const admin = adminOf();
      expect(await admin.redrive(second!, ADA).catch((error: DomainError) => error)).toMatchObject({
        code: 'KEY_PARKED',
        details: { first },
      });
      handed.length = 0;
      before = () => {};
      const answers = await Promise.all([admin.redrive(first!, ADA), adminOf().redrive(first!, BOB)]);
      expect(answers.flat().filter(({ outcome }) => outcome === 'redriven')).toEqual(
        expect.arrayContaining([first, second, third].map((id) => ({ id, outcome: 'redriven' }))),
      );
      expect(await balanceOf(key)).toBe(106);
      const booked = (await world.rows(entries)).filter(({ accountId }) => accountId === key);
      expect(booked.map(({ amount }) => amount)).toEqual([1, 2, 3]);
      expect((await parkedNow()).filter((row) => row.key === key)).toEqual([]);
      // The cache of this instance still contains the key. It reads the row under lock and handles the message.
      await consumer.handle([deliveries[3]!]);
      expect([await balanceOf(key), await letterOf(deliveries[3]!)]).toEqual([110, undefined]);
    });

    it('stays parked when a follower fails, and keeps the order', async () => {
      const { key, deliveries } = await park();
      const [first, second, third] = idsOf(deliveries);
      before = ({ data }) => void ((data as Paid).amount === 2 && away());
      const admin = adminOf();
      expect((await admin.redrive(first!, ADA)).map(({ id, outcome }) => [id, outcome])).toEqual([
        [first, 'redriven'],
        [second, 'failed'],
      ]);
      expect((await parkedNow()).find((row) => row.key === key)).toMatchObject({ waiting: 2, last: 3 });
      await admin.discard(second!, 'a double', ADA);
      before = () => {};
      expect(await admin.redrive(third!, ADA)).toEqual([{ id: third, outcome: 'redriven' }]);
      expect([await balanceOf(key), (await parkedNow()).filter((row) => row.key === key)]).toEqual([104, []]);
    });

    it('loses and doubles nothing while it is released under load', async () => {
      const { key, deliveries, consumer } = await park();
      before = () => {};
      const more = Array.from({ length: 30 }, (_, index) => record(key, { amount: index + 5 }));
      const all = [...deliveries, ...more];
      const flow = (async () => {
        for (const delivery of [deliveries[3]!, ...more]) await consumer.handle([delivery]);
      })();
      const admin = adminOf();
      let first: string | undefined = idsOf(deliveries)[0];
      while (first !== undefined) {
        await admin.redrive(first, ADA);
        const line = (await world.rows(deadLetters)).filter(
          (row) => row.key === key && row.status === 'open',
        );
        first = line.sort((a, b) => a.place! - b.place!)[0]?.id;
      }
      await flow;
      const rest = (await world.rows(deadLetters)).filter((row) => row.key === key && row.status === 'open');
      if (rest.length > 0) await admin.redrive(rest.sort((a, b) => a.place! - b.place!)[0]!.id, ADA);
      const booked = (await world.rows(entries)).filter(({ accountId }) => accountId === key);
      expect(booked.map(({ amount }) => amount)).toEqual(all.map((_, index) => index + 1));
      expect((await parkedNow()).filter((row) => row.key === key)).toEqual([]);
    });
  });
});
