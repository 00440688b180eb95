import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, codeOf } from '@waybill/kernel';
import { shardOf } from '@waybill/outbox';
import {
  BankTables1700000000000,
  type UnitOfWorkWorld,
  accounts,
  book,
  booked,
  boxes,
  entries,
  hastyTimers,
  idOfDay,
  open,
  overrideSession,
  postgresWorld,
  transfer,
  twinWorld,
  refusal,
} from '@waybill/testing';
import type { Committed } from './batch-runner.js';
import { partOf } from './row-type.js';
import type { Database, LoadRequest } from './session.js';
import { type Effect, effects, idempotencyKeys, outboxMessages } from './tables.js';
import { type Tx, toList, toLoad, toRead } from './unit-of-work.js';

const worlds = [
  { name: 'the twin', make: twinWorld },
  { name: 'Postgres', make: () => postgresWorld('rules', [BankTables1700000000000]) },
];

/** The database, with a hook at each load. */
function watched(
  database: Database,
  onLoad: (requests: readonly LoadRequest[]) => Promise<void> | void,
): Database {
  return overrideSession(database, (session) => ({
    async load(requests) {
      const rows = await session.load(requests);
      await onLoad(requests);
      return rows;
    },
  }));
}

describe.each(worlds)('the unit of work on $name', ({ make }) => {
  let world: UnitOfWorkWorld;
  let count = 0;
  beforeAll(async () => (world = await make()));
  afterAll(() => world?.close());

  /** A new account for one test. */
  const account = async (balance = 100, iban: string | null = null): Promise<string> => {
    const id = `account-${++count}`;
    return world.unitOfWork().run(world.context('open'), (tx) => open(tx, id, balance, iban));
  };
  const rowOf = async (id: string) => (await world.rows(accounts)).find((row) => row.id === id);
  const balanceOf = async (id: string) => (await rowOf(id))?.balance;
  const isClaimed = async (messageId: string) =>
    (await world.claims()).some((claim) => claim.messageId === messageId);

  describe('claims', () => {
    it('let a message take effect once, however often it is delivered', async () => {
      const id = await account();
      const [one, other] = [world.unitOfWork(), world.unitOfWork()];
      const context = world.context('book');
      const work = (tx: Tx) => book(tx, id, 5);
      const outcomes = await Promise.all(
        [one, one, other, other, one].map((unitOfWork) => unitOfWork.run(context, work).catch(codeOf)),
      );
      const late = await one.run(context, work).catch(codeOf);
      expect([...outcomes, late].sort()).toEqual([105, ...Array<string>(5).fill('DUPLICATE_MESSAGE')]);
      expect(await balanceOf(id)).toBe(105);
    });

    it('are separate per consumer', async () => {
      const id = await account();
      const context = world.context('one');
      const unitOfWork = world.unitOfWork();
      await Promise.all([
        unitOfWork.run(context, (tx) => book(tx, id, 1)),
        unitOfWork.run({ ...context, consumer: 'two' }, (tx) => book(tx, id, 1)),
      ]);
      expect(await balanceOf(id)).toBe(102);
    });

    it('refuse a message that is older than the stored claims', async () => {
      const unitOfWork = world.unitOfWork({ retentionDays: 14 });
      const run = (days: number) =>
        unitOfWork
          .run({ ...world.context('old'), messageId: idOfDay(world.clock, days) }, async () => 'stood')
          .catch(codeOf);
      expect(await Promise.all([run(-15), run(-13), run(0), run(2)])).toEqual([
        'TOO_OLD',
        'stood',
        'stood',
        'TOO_NEW',
      ]);
    });

    it('refuse a message whose id is not a UUIDv7', async () => {
      const context = { ...world.context('odd'), messageId: 'odd' };
      await expect(world.unitOfWork().run(context, async () => 'stood')).rejects.toMatchObject({
        code: 'TOO_OLD',
      });
    });
  });

  describe('a refusal', () => {
    it('rejects only that message and deletes its claim', async () => {
      const id = await account();
      const unitOfWork = world.unitOfWork();
      const contexts = [0, 1, 2].map(() => world.context('book'));
      const outcomes = await Promise.all(
        contexts.map((context, index) =>
          unitOfWork
            .run(context, async (tx) => {
              const balance = await book(tx, id, 10);
              tx.effect({ kind: 'refused', key: id, payload: index });
              if (index === 1) throw new DomainError(refusal('REFUSED'), 'no');
              return balance;
            })
            .catch(codeOf),
        ),
      );
      expect(outcomes).toEqual([110, 'REFUSED', 120]);
      expect(await Promise.all(contexts.map(({ messageId }) => isClaimed(messageId)))).toEqual([
        true,
        false,
        true,
      ]);
      expect(await rowOf(id)).toEqual({ id, balance: 120, iban: null, notes: {}, entries: 2 });
      const asked = (await world.rows(effects)).filter((effect) => effect.key === id);
      expect(asked.map(({ payload }) => payload).sort()).toEqual([0, 2]);
      expect((await world.rows(outboxMessages)).filter(({ key }) => key === id)).toHaveLength(2);
    });

    it('allows the same message later', async () => {
      const id = await account();
      const context = world.context('book');
      const refuse = () => Promise.reject(new DomainError(refusal('REFUSED'), 'no'));
      await expect(world.unitOfWork().run(context, refuse)).rejects.toMatchObject({ code: 'REFUSED' });
      expect(await world.unitOfWork().run(context, (tx) => book(tx, id, 1))).toBe(101);
    });

    it.each<{ what: string; code: string; break: (tx: Tx, id: string) => Promise<unknown> }>([
      { what: 'a guard', code: '23514', break: (tx: Tx, id: string) => book(tx, id, -500) },
      {
        what: 'a type of the database',
        code: '22003',
        break: async (tx: Tx, id: string) =>
          tx.append(entries, { accountId: id, nr: 3_000_000_000, amount: 0, detail: 0 }),
      },
      {
        what: 'a column that may not be empty',
        code: '23502',
        break: async (tx: Tx, id: string) =>
          tx.append(entries, { accountId: id, nr: 9, amount: null as unknown as number, detail: 0 }),
      },
      {
        what: 'a unique column',
        code: '23505',
        break: (tx: Tx, id: string) => open(tx, `second of ${id}`, 0, `iban of ${id}`),
      },
      {
        what: 'text that the database cannot hold',
        code: '22021',
        break: async (tx: Tx, id: string) => tx.save(boxes, { branch: id, number: 'a\0b', holder: null }),
      },
      {
        what: 'JSON that nobody can write',
        code: 'TypeError',
        break: async (tx: Tx, id: string) =>
          tx.append(entries, { accountId: id, nr: 9, amount: 0, detail: { n: 1n } }),
      },
      {
        what: 'its own defect',
        code: 'RangeError',
        break: async () => new Date(Number.NaN).toISOString(),
      },
    ])('for violating $what does not affect the rest of the batch', async ({ code, break: breakIt }) => {
      const id = `account-${count + 1}`;
      await account(100, `iban of ${id}`);
      const unitOfWork = world.unitOfWork();
      const contexts = [0, 1, 2].map(() => world.context('break'));
      const outcomes = await Promise.all(
        contexts.map((context, index) =>
          unitOfWork.run(context, (tx) => (index === 1 ? breakIt(tx, id) : book(tx, id, 1))).catch(codeOf),
        ),
      );
      expect(outcomes).toEqual([101, code, 102]);
      expect(await Promise.all(contexts.map(({ messageId }) => isClaimed(messageId)))).toEqual([
        true,
        false,
        true,
      ]);
    });

    it('reruns handlers that read the refused changes', async () => {
      const id = await account();
      const unitOfWork = world.unitOfWork();
      const overdrawn = unitOfWork.run(world.context('book'), (tx) => book(tx, id, -150)).catch(codeOf);
      const paidIn = unitOfWork.run(world.context('book'), (tx) => book(tx, id, 100)).catch(codeOf);
      expect(await Promise.all([overdrawn, paidIn])).toEqual(['23514', 200]);
    });
  });

  describe('within a batch', () => {
    it('each message sees the changes of earlier messages', async () => {
      const [from, to] = [await account(100), await account(0)];
      const unitOfWork = world.unitOfWork();
      const outcomes = await Promise.all([
        unitOfWork.run(world.context('move'), (tx) => transfer(tx, from, to, 70)),
        unitOfWork.run(world.context('move'), (tx) => transfer(tx, from, to, 70)).catch(codeOf),
        unitOfWork.run(world.context('move'), (tx) => book(tx, to, 0)),
        unitOfWork.run(world.context('list'), async (tx) => {
          const rows = await tx.list(entries, { accountId: from }, 0);
          return rows.map(({ amount }) => amount);
        }),
      ]);
      expect(outcomes).toEqual([undefined, '23514', 70, [-70]]);
    });

    it('a list that is loaded later contains the rows that the batch has written', async () => {
      const id = await account();
      const unitOfWork = world.unitOfWork();
      await unitOfWork.run(world.context('book'), (tx) => book(tx, id, 1));
      const entriesOf = async (tx: Tx) => {
        const { balance } = (await tx.load(accounts, { id }))!;
        // Loaded after the first message was accepted, so it is not in memory yet.
        if (balance < 103) return [];
        const lists = [entries, partOf(entries, ['amount'])].map((rowType) =>
          tx.list(rowType, { accountId: id }, 0),
        );
        return (await Promise.all(lists)).map((rows) => rows.map(({ amount }) => amount));
      };
      const [, listed] = await Promise.all([
        unitOfWork.run(world.context('book'), (tx) => book(tx, id, 2)),
        unitOfWork.run(world.context('list'), entriesOf),
      ]);
      expect(listed).toEqual([
        [1, 2],
        [1, 2],
      ]);
    });

    it('a handler reads its own writes', async () => {
      const id = await account();
      const seen = await world.unitOfWork().run(world.context('own'), async (tx) => {
        await book(tx, id, 3);
        tx.save(boxes, { branch: id, number: '1', holder: 'me' });
        tx.remove(boxes, { branch: id, number: '1' });
        const [row, box, list] = await Promise.all([
          tx.load(accounts, { id }),
          tx.load(boxes, { branch: id, number: '1' }),
          tx.list(entries, { accountId: id }, 0),
        ]);
        return [row?.balance, box, list];
      });
      expect(seen).toEqual([103, undefined, [{ accountId: id, nr: 1, amount: 3, detail: null }]]);
    });

    it('loads of all handlers are combined into one round', async () => {
      const ids = [await account(), await account(), await account()];
      const rounds: string[][] = [];
      const database = watched(world.database, (requests) => {
        rounds.push(requests.map(({ rowType, lock }) => `${rowType.table}${lock ? '!' : ''}`));
      });
      const unitOfWork = world.unitOfWork({ database });
      await Promise.all(
        ids.map((id) =>
          unitOfWork.run(world.context('gather'), async (tx) => {
            await Promise.all([tx.load(accounts, { id }), tx.read(boxes, { branch: id, number: '1' })]);
          }),
        ),
      );
      expect(rounds).toEqual([['accounts!', 'boxes', 'accounts!', 'boxes', 'accounts!', 'boxes']]);
    });

    it.each([
      { lingerMs: 50, waited: [50], batches: [2], who: 'one that lingers' },
      { lingerMs: 0, waited: [], batches: [1, 1], who: 'one that does not' },
    ])(
      'handlers that arrive together run in one batch when the runner lingers: $who',
      async ({ lingerMs, waited, batches }) => {
        const waits: { ms: number; over: () => void }[] = [];
        const timers = {
          after(ms: number, over: () => void) {
            waits.push({ ms, over });
            return () => undefined;
          },
        };
        const made: number[] = [];
        const unitOfWork = world.unitOfWork({
          timers,
          lingerMs,
          committed: ({ batchSize }) => made.push(batchSize),
        });
        const ids = [await account(), await account()] as const;
        const pay = (id: string) => unitOfWork.run(world.context('pay'), (tx) => book(tx, id, 1));
        const first = pay(ids[0]);
        await (lingerMs ? Promise.resolve() : first);
        const second = pay(ids[1]);
        await new Promise<void>((turn) => hastyTimers.after(0, turn));
        waits[0]?.over();
        await Promise.all([first, second]);
        expect({ waited: waits.map(({ ms }) => ms), batches: made }).toEqual({ waited, batches });
      },
    );

    it('prefetched rows are read with the claims, and other rows are loaded as usual', async () => {
      const [id, other] = [await account(7), await account(8)];
      const rounds: string[][] = [];
      const database = watched(world.database, (requests) => {
        rounds.push(requests.map(({ key }) => (key as { id: string }).id));
      });
      const unitOfWork = world.unitOfWork({ database });
      const [one, two] = await Promise.all([
        unitOfWork.run(world.context('prefetch'), (tx) => book(tx, id, 1), [toLoad(accounts, { id })]),
        unitOfWork.run(
          world.context('prefetch'),
          async (tx) => [(await tx.load(accounts, { id }))!.balance, await book(tx, other, 1)],
          [toLoad(accounts, { id }), toRead(accounts, { id: 'nobody' })],
        ),
      ]);
      expect({ one, two, rounds }).toEqual({ one: 8, two: [8, 9], rounds: [[other]] });
      expect([await balanceOf(id), await balanceOf(other)]).toEqual([8, 9]);
    });

    it('prefetched lists are read with the claims, and contain what the batch has written', async () => {
      const id = await account();
      await world.unitOfWork().run(world.context('book'), (tx) => book(tx, id, 1, 'first'));
      let rounds = 0;
      const database = overrideSession(world.database, (session) => ({
        load: (requests) => (rounds++, session.load(requests)),
        list: (requests) => (rounds++, session.list(requests)),
      }));
      const unitOfWork = world.unitOfWork({ database });
      const amounts = partOf(entries, ['amount']);
      const entriesOf = async (tx: Tx) =>
        (await tx.list(amounts, { accountId: id }, 0)).map(({ nr, amount }) => [nr, amount]);
      const prefetched = [toLoad(accounts, { id }), toList(amounts, { accountId: id }, 0)];
      const listed = await Promise.all([
        unitOfWork.run(world.context('list'), entriesOf, prefetched),
        unitOfWork.run(world.context('book'), (tx) => book(tx, id, 2), prefetched),
        unitOfWork.run(world.context('list'), entriesOf, prefetched),
        unitOfWork.run(
          world.context('list'),
          (tx) => tx.list(amounts, { accountId: id }, 1).then((rows) => rows.length),
          [toList(amounts, { accountId: id }, 1)],
        ),
      ]);
      expect(listed).toEqual([
        [[1, 1]],
        103,
        [
          [1, 1],
          [2, 2],
        ],
        1,
      ]);
      expect(rounds).toBe(0);
    });

    it('a part of a row type has no other columns', async () => {
      const id = await account();
      await world.unitOfWork().run(world.context('book'), (tx) => book(tx, id, 1, 'first'));
      const rows = await world
        .unitOfWork()
        .run(world.context('list'), (tx) => tx.list(partOf(entries, ['amount']), { accountId: id }, 0));
      expect(rows).toEqual([{ accountId: id, nr: 1, amount: 1 }]);
    });

    it('a prefetched row is locked, so that no update of another instance is lost', async () => {
      const id = await account(0);
      const runners = [world.unitOfWork(), world.unitOfWork(), world.unitOfWork()];
      const prefetched = [toLoad(accounts, { id })];
      await Promise.all(
        Array.from({ length: 30 }, (_, n) =>
          runners[n % 3]!.run(world.context('book'), (tx) => book(tx, id, 1), prefetched),
        ),
      );
      expect(await balanceOf(id)).toBe(30);
    });

    it('a handler runs again if its row changed between the read and the lock', async () => {
      const id = await account();
      let loads = 0;
      const database = watched(world.database, async () => {
        if (++loads === 1) await world.unitOfWork().run(world.context('book'), (tx) => book(tx, id, 1));
      });
      const seen = await world.unitOfWork({ database }).run(world.context('upgrade'), async (tx) => {
        const read = await tx.read(accounts, { id });
        const locked = await tx.load(accounts, { id });
        return [read?.balance, locked?.balance];
      });
      expect([seen, loads]).toEqual([[101, 101], 2]);
    });

    it('a handler that ends before its loads does not end others early', async () => {
      const id = await account();
      const unitOfWork = world.unitOfWork();
      const hops = async (times: number) => {
        for (let i = 0; i < times; i++) await Promise.resolve();
      };
      const outcomes = await Promise.all(
        [0, 1, 2, 5, 9].map((times, index) =>
          unitOfWork
            .run(world.context('hasty'), async (tx) => {
              if (index % 2 === 0) {
                void tx.load(boxes, { branch: 'b', number: String(index) });
                await hops(times);
                throw new DomainError(refusal('HASTY'), 'gone');
              }
              await hops(times * 3);
              return book(tx, id, 1);
            })
            .catch(codeOf),
        ),
      );
      expect(outcomes).toEqual(['HASTY', 101, 'HASTY', 102, 'HASTY']);
    });

    it('pending promises of a first attempt do not affect the second', async () => {
      const id = await account();
      const unitOfWork = world.unitOfWork();
      let release = () => {};
      const gate = new Promise<void>((resolve) => (release = resolve));
      let runs = 0;
      const outcomes = await Promise.all([
        unitOfWork.run(world.context('book'), (tx) => book(tx, id, 1)),
        unitOfWork.run(world.context('zombie'), async (tx) => {
          if (++runs === 1)
            void gate.then(() => tx.save(boxes, { branch: id, number: '1', holder: 'zombie' }));
          else release();
          await Promise.resolve();
          return book(tx, id, 1);
        }),
      ]);
      expect([outcomes, runs]).toEqual([[101, 102], 2]);
      expect((await world.rows(boxes)).filter(({ branch }) => branch === id)).toEqual([]);
    });

    it('a row must be loaded to be removed', async () => {
      const id = await account();
      const remove = world
        .unitOfWork()
        .run(world.context('close'), async (tx) => tx.remove(accounts, { id }));
      await expect(remove).rejects.toThrow('load the row of accounts to remove it');
    });
  });

  describe('between instances', () => {
    it('of two handlers that insert one key, the second runs again and sees the row', async () => {
      const outcomes = await Promise.all(
        [world.unitOfWork(), world.unitOfWork(), world.unitOfWork()].map((unitOfWork) =>
          unitOfWork.run(world.context('open'), (tx) => open(tx, 'contested', 1)).catch(codeOf),
        ),
      );
      expect(outcomes.sort()).toEqual(['ACCOUNT_EXISTS', 'ACCOUNT_EXISTS', 'contested']);
    });

    it('no update is lost', async () => {
      const id = await account(0);
      const runners = [world.unitOfWork({ maxBatchSize: 3 }), world.unitOfWork({ maxBatchSize: 3 })];
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          runners[index % 2]!.run(world.context('add'), async (tx) => {
            const row = (await tx.load(accounts, { id }))!;
            tx.save(accounts, { ...row, balance: row.balance + 1 });
          }),
        ),
      );
      expect(await balanceOf(id)).toBe(50);
    });

    it('handlers that lock rows in opposite orders both succeed', async () => {
      const [a, b] = [await account(), await account()];
      const inOrder = (first: string, second: string) => async (tx: Tx) => {
        await book(tx, first, -1);
        await book(tx, second, 1);
      };
      await Promise.all(
        Array.from({ length: 6 }, (_, index) =>
          world.unitOfWork().run(world.context('cross'), index % 2 ? inOrder(a, b) : inOrder(b, a)),
        ),
      );
      expect([await balanceOf(a), await balanceOf(b)]).toEqual([100, 100]);
    });
  });

  describe('an idempotency key', () => {
    const keyed = (scope: string, fingerprint = 'body') => {
      const replays: string[] = [];
      return {
        replays,
        with: () =>
          world.context('POST', {
            idempotency: { scope, fingerprint, onReplay: () => void replays.push(scope) },
          }),
      };
    };

    it('returns the stored result and changes nothing', async () => {
      const id = await account();
      const key = keyed(`replay ${id}`);
      const work = async (tx: Tx) => ({ balance: await book(tx, id, 5) });
      const first = await world.unitOfWork().run(key.with(), work);
      expect(key.replays).toEqual([]);
      const second = await world.unitOfWork().run(key.with(), work);
      expect([first, second, key.replays]).toEqual([{ balance: 105 }, { balance: 105 }, [`replay ${id}`]]);
      expect(await balanceOf(id)).toBe(105);
    });

    it('also stores an undefined result', async () => {
      const id = await account();
      const key = keyed(`nothing ${id}`);
      const work = async (tx: Tx) => void (await book(tx, id, 5));
      expect(await world.unitOfWork().run(key.with(), work)).toBeUndefined();
      expect(await world.unitOfWork().run(key.with(), work)).toBeNull();
      expect([await balanceOf(id), key.replays.length]).toEqual([105, 1]);
    });

    it('refuses another body', async () => {
      const id = await account();
      await world.unitOfWork().run(keyed(`body ${id}`).with(), (tx) => book(tx, id, 5));
      const other = world.unitOfWork().run(keyed(`body ${id}`, 'other').with(), (tx) => book(tx, id, 5));
      await expect(other).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
      expect(await balanceOf(id)).toBe(105);
    });

    it('runs the handler once for concurrent calls, in one instance or several', async () => {
      const id = await account();
      const key = keyed(`twins ${id}`);
      const [one, other] = [world.unitOfWork(), world.unitOfWork()];
      const answers = await Promise.all(
        [one, one, other, other, one].map((unitOfWork) =>
          unitOfWork.run(key.with(), (tx) => book(tx, id, 5)),
        ),
      );
      expect([answers, key.replays.length]).toEqual([[105, 105, 105, 105, 105], 4]);
      expect(await balanceOf(id)).toBe(105);
    });

    it('stores no refusal', async () => {
      const id = await account();
      const key = keyed(`refused ${id}`);
      await expect(world.unitOfWork().run(key.with(), (tx) => book(tx, id, -500))).rejects.toMatchObject({
        code: '23514',
      });
      expect(await world.unitOfWork().run(key.with(), (tx) => book(tx, id, -50))).toBe(50);
      expect(
        (await world.rows(idempotencyKeys)).find(({ scope }) => scope === `refused ${id}`),
      ).toMatchObject({ answer: 50 });
    });
  });

  describe('what it writes', () => {
    it('is one outbox row per message, with its cause', async () => {
      const id = await account();
      const context = world.context('book', { userId: 'anna', tenant: 'north' });
      const [at, messageId] = await world
        .unitOfWork()
        .run(context, async (tx) => [
          tx.at,
          tx.publish(
            booked,
            id,
            { account: id, amount: 1 },
            { aggregateType: 'account', aggregateVersion: 7 },
          ),
        ]);
      const { position, ...row } = (await world.rows(outboxMessages)).find(({ key }) => key === id)!;
      expect(position).toBeGreaterThan(0);
      expect(row).toEqual({
        shard: shardOf(id),
        topic: 'bank.events',
        key: id,
        id: messageId,
        type: 'bank.booked',
        version: 1,
        source: '/test',
        time: at,
        correlationId: context.correlationId,
        causationId: context.messageId,
        userId: 'anna',
        tenant: 'north',
        traceparent: context.traceparent,
        aggregateType: 'account',
        aggregateVersion: 7,
        body: `{"account":"${id}","amount":1}`,
      });
    });

    it('is reported after the commit', async () => {
      const id = await account();
      const told: [number, readonly Effect[], number][] = [];
      const unitOfWork = world.unitOfWork({
        committed: ({ messages, effects, batchSize }) => void told.push([messages, effects, batchSize]),
      });
      const ask = (refuse: boolean) =>
        unitOfWork
          .run(world.context('ask'), async (tx) => {
            tx.effect({ kind: 'ask', key: id, payload: { refuse }, dueAt: new Date('2030-01-01') });
            await book(tx, id, refuse ? -500 : 1);
          })
          .catch(codeOf);
      await Promise.all([ask(false), ask(true)]);
      const asked = (await world.rows(effects)).filter(({ key }) => key === id);
      expect(told).toEqual([[1, asked, 2]]);
      expect(asked.map(({ payload }) => payload)).toEqual([{ refuse: false }]);
    });

    it('is reported after the responses of requests, and at once after messages', async () => {
      const id = await account();
      const seen: string[] = [];
      let written = () => {};
      const unitOfWork = world.unitOfWork({
        committed: () => void seen.push('reported'),
        responded: () => new Promise((resolve) => (written = resolve)),
      });
      await unitOfWork.run(world.context('http'), (tx) => book(tx, id, 1));
      seen.push('response');
      const idle = unitOfWork.idle().then(() => seen.push('idle'));
      written();
      await idle;
      await unitOfWork.run(world.context('book'), (tx) => book(tx, id, 1));
      seen.push('handled');
      expect(seen).toEqual(['response', 'reported', 'idle', 'reported', 'handled']);
    });

    it('is reported with the positions of its messages, and of earlier ones of the same keys', async () => {
      const [id, other] = [await account(), await account()];
      const told: Committed['outbox'][] = [];
      const unitOfWork = world.unitOfWork({ committed: ({ outbox }) => void told.push(outbox) });
      await unitOfWork.run(world.context('book'), (tx) => book(tx, id, 1));
      await unitOfWork.run(world.context('book'), (tx) => book(tx, other, 1));
      await unitOfWork.run(world.context('book'), async (tx) => {
        await book(tx, id, 2);
        await book(tx, id, 3);
      });
      await unitOfWork.run(world.context('book'), async () => undefined);
      const rows = (await world.rows(outboxMessages)).filter(({ key }) => key === id || key === other);
      const position = ({ position: at }: { position: number }) => at;
      expect(told.map((one) => one?.messages)).toEqual([[rows[0]], [rows[1]], [rows[2], rows[3]], undefined]);
      expect(told.map((one) => one?.earlier?.map(position))).toEqual([
        [],
        [],
        [rows[0]!.position],
        undefined,
      ]);
    });

    it('stays committed if the callback throws', async () => {
      const id = await account();
      const unitOfWork = world.unitOfWork({
        committed: () => {
          throw new TypeError('a defect of the listener');
        },
      });
      expect(await unitOfWork.run(world.context('book'), (tx) => book(tx, id, 1))).toBe(101);
    });
  });

  it('handles a message that arrives while it becomes idle', async () => {
    const unitOfWork = world.unitOfWork();
    let stood = 0;
    for (let hops = 0; hops < 30; hops++) {
      await unitOfWork.run(world.context('idle'), async () => undefined);
      for (let hop = 0; hop < hops; hop++) await Promise.resolve();
      stood += await unitOfWork.run(world.context('idle'), async () => 1);
    }
    expect(stood).toBe(30);
  });

  it('is idle when all calls have an outcome', async () => {
    const unitOfWork = world.unitOfWork({ maxBatchSize: 1 });
    const decided: number[] = [];
    const asked = [1, 2, 3].map((nr) =>
      unitOfWork.run(world.context('idle'), async () => void decided.push(nr)),
    );
    await unitOfWork.idle();
    expect(decided).toEqual([1, 2, 3]);
    await Promise.all(asked);
  });
});

describe('the unit of work on Postgres', () => {
  it('sends one statement per row type and round, and one more to commit', async () => {
    const world = await postgresWorld('statements', [BankTables1700000000000]);
    const statements: string[] = [];
    world.pool.on('connect', (client) => {
      const query = client.query.bind(client) as (sql: unknown) => unknown;
      client.query = ((sql: string | { text: string }) => {
        statements.push((typeof sql === 'string' ? sql : sql.text).trim().split(/\s+/).slice(0, 2).join(' '));
        return query(sql);
      }) as typeof client.query;
    });
    const unitOfWork = world.unitOfWork();
    await Promise.all(
      ['a', 'b', 'c'].map((id) => unitOfWork.run(world.context('open'), (tx) => open(tx, id, 100))),
    );
    statements.length = 0;
    const context = () =>
      world.context('move', { idempotency: { scope: world.ids.next(), fingerprint: 'f' } });
    await Promise.all([
      unitOfWork.run(context(), (tx) => transfer(tx, 'a', 'b', 1)),
      unitOfWork.run(context(), (tx) => transfer(tx, 'b', 'c', 1)),
      unitOfWork.run(context(), (tx) => transfer(tx, 'c', 'a', 1)),
    ]);
    // Idempotency keys are read with the claims, accounts in one round; all changes are one statement.
    const table = (name: string) => expect.stringContaining(name) as unknown as string;
    expect(statements).toEqual([
      'BEGIN',
      table('WITH claimed'),
      table('SELECT'),
      table('SELECT'),
      table('WITH c0'),
      'COMMIT',
    ]);
    await world.close();
  });
});
