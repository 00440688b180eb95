import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Context, DomainError, codeOf } from '@waybill/kernel';
import {
  BankTables1700000000000,
  CountedIds,
  FixedClock,
  type UnitOfWorkWorld,
  accounts,
  book,
  booked,
  boxes,
  contextFor,
  entries,
  open,
  postgresWorld,
  transfer,
  twinWorld,
  refusal,
} from '@waybill/testing';
import fc from 'fast-check';
import { type AnyRowType, type RowType, keyOf } from './row-type.js';
import { effects, outboxMessages } from './tables.js';
import type { TransactionWork, EffectRequest, Tx } from './unit-of-work.js';

// The unit of work must have the same results as a simple model that handles one message at a time.

type Step =
  | { do: 'open'; id: string; balance: number; iban: string | null }
  | { do: 'book'; id: string; amount: number }
  | { do: 'transfer'; from: string; to: string; amount: number }
  | { do: 'note'; id: string; note: unknown }
  | { do: 'close'; id: string }
  | { do: 'insert unseen'; id: string }
  | { do: 'append anywhere'; id: string; nr: number }
  | { do: 'statement'; id: string; after: number }
  | { do: 'take box'; branch: string; number: string; holder: string }
  | { do: 'ask the world'; key: string; payload: unknown }
  | { do: 'publish'; key: string; amount: number }
  | { do: 'refuse' }
  | { do: 'fail' };

interface Sent {
  readonly context: Context;
  readonly steps: readonly Step[];
}

const LATER = new Date('2030-01-01T00:00:00Z');

async function perform(tx: Tx, step: Step): Promise<unknown> {
  switch (step.do) {
    case 'open':
      return open(tx, step.id, step.balance, step.iban);
    case 'book':
      return book(tx, step.id, step.amount, { of: step.amount });
    case 'transfer':
      return transfer(tx, step.from, step.to, step.amount);
    case 'note': {
      const account = await tx.load(accounts, { id: step.id });
      if (account) tx.save(accounts, { ...account, notes: step.note });
      return account;
    }
    case 'close': {
      const account = await tx.load(accounts, { id: step.id });
      if (!account || account.iban) throw new DomainError(refusal('NOT_TO_BE_CLOSED'), step.id);
      return tx.remove(accounts, { id: step.id });
    }
    case 'insert unseen':
      // Not for accounts with an IBAN: if one is taken and freed within a batch, its order decides who gets it.
      return tx.save(accounts, { id: step.id, balance: 1, iban: null, notes: ['unseen'], entries: 0 });
    case 'append anywhere':
      return tx.append(entries, { accountId: step.id, nr: step.nr, amount: 0, detail: 'anywhere' });
    case 'statement': {
      const account = await tx.load(accounts, { id: step.id });
      return [account, await tx.list(entries, { accountId: step.id }, step.after)];
    }
    case 'take box': {
      const { branch, number, holder } = step;
      const [box, neighbour] = await Promise.all([
        tx.load(boxes, { branch, number }),
        tx.read(boxes, { branch, number: `${number}+` }),
      ]);
      if (box?.holder === holder) return 'yours already';
      tx.save(boxes, { branch, number, holder: neighbour?.holder ?? holder });
      return box;
    }
    case 'ask the world':
      return tx.effect({ kind: 'world', key: step.key, payload: step.payload, dueAt: LATER });
    case 'publish':
      return void tx.publish(booked, step.key, { account: step.key, amount: step.amount });
    case 'refuse':
      throw new DomainError(refusal('REFUSED'), 'no');
    case 'fail':
      throw new TypeError('a defect');
  }
}

const workOf =
  (steps: readonly Step[]): TransactionWork<unknown[]> =>
  async (tx) => {
    const results: unknown[] = [];
    for (const step of steps) results.push((await perform(tx, step)) ?? null);
    return results;
  };

/** Handles one message at a time on plain maps. */
class Model {
  tables = new Map<string, Map<string, object>>();
  claims = new Set<string>();
  outbox: object[] = [];
  effects: object[] = [];

  async run({ context, steps }: Sent): Promise<unknown> {
    const claim = `${context.consumer} ${context.messageId}`;
    if (this.claims.has(claim)) return 'DUPLICATE_MESSAGE';
    const before = { tables: this.tables, outbox: this.outbox, effects: this.effects };
    this.tables = new Map([...before.tables].map(([name, rows]) => [name, new Map(rows)]));
    this.outbox = [...before.outbox];
    this.effects = [...before.effects];
    try {
      const violations: Error[] = [];
      const result = await workOf(steps)(this.tx(context, violations));
      if (violations[0]) throw violations[0];
      for (const row of this.table(accounts).values() as Iterable<{ balance: number }>)
        if (row.balance < 0) throw Object.assign(new Error('guard'), { code: '23514' });
      const ibans = [...this.table(accounts).values()].flatMap((row) => (row as { iban: string }).iban ?? []);
      if (new Set(ibans).size < ibans.length) throw Object.assign(new Error('unique'), { code: '23505' });
      this.claims.add(claim);
      return result;
    } catch (error) {
      Object.assign(this, before);
      return refusalOf(error);
    }
  }

  rows(kind: object): object[] {
    return [...this.table(kind).values()];
  }

  private table(kind: object): Map<string, object> {
    const { table } = kind as AnyRowType;
    const rows = this.tables.get(table) ?? new Map<string, object>();
    this.tables.set(table, rows);
    return rows;
  }

  private tx(context: Context, violations: Error[]): Tx {
    const { messageId, correlationId, tenant, traceparent } = context;
    const seen = new Set<string>();
    const own = new Set<string>();
    const nameOf = (kind: object, key: object) => keyOf(kind as AnyRowType, key);
    const insert = (kind: object, row: object): void => {
      const name = `${(kind as AnyRowType).table} ${nameOf(kind, row)}`;
      const taken = Object.assign(new Error('key'), { code: '23505' });
      if (own.has(name)) throw taken;
      own.add(name);
      // Checked last, as the database does: errors of the handler come first.
      if (this.table(kind).has(nameOf(kind, row))) violations.push(taken);
      this.table(kind).set(nameOf(kind, row), row);
    };
    const load = (kind: object, key: object) => {
      seen.add(`${(kind as AnyRowType).table} ${nameOf(kind, key)}`);
      return Promise.resolve(this.table(kind).get(nameOf(kind, key)));
    };
    return {
      at: new Date(0),
      context,
      load: load as Tx['load'],
      read: load as Tx['read'],
      list: ((kind: object, parent: { accountId: string }, after: number) =>
        Promise.resolve(
          (this.rows(kind) as { accountId: string; nr: number }[])
            .filter((row) => row.accountId === parent.accountId && row.nr > after)
            .sort((a, b) => a.nr - b.nr),
        )) as unknown as Tx['list'],
      save: (kind: object, row: object) => {
        const name = `${(kind as AnyRowType).table} ${nameOf(kind, row)}`;
        if (!seen.has(name) && !own.has(name)) insert(kind, row);
        else this.table(kind).set(nameOf(kind, row), row);
        own.add(name);
      },
      remove: (kind: object, key: object) => void this.table(kind).delete(nameOf(kind, key)),
      append: insert,
      record: () => undefined,
      publish: (type, key, data, about) => {
        const { aggregateType = null, aggregateVersion = null } = about ?? {};
        const body = JSON.stringify(data);
        this.outbox.push({
          key,
          topic: type.topic,
          type: type.type,
          version: 1,
          source: '/test',
          body,
          userId: null,
          correlationId,
          causationId: messageId,
          tenant,
          traceparent,
          aggregateType,
          aggregateVersion,
        });
        return '';
      },
      effect: ({ kind, key, payload, dueAt }: EffectRequest) => {
        const effectContext = { correlationId, causationId: messageId, tenant, traceparent };
        this.effects.push({ kind, key, payload, context: effectContext, attempt: 1, dueAt });
      },
    };
  }
}

/** A handler that violates two constraints may be refused for either. */
function refusalOf(error: unknown): string {
  const code = codeOf(error);
  return code === '23505' || code === '23514' ? 'REFUSED_BY_THE_DATABASE' : code;
}

/** Sorted by content, because jsonb reorders keys. */
function byJson(rows: readonly object[]): object[] {
  const sortKeys = (_: string, value: unknown): unknown =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value;
  return rows
    .map((row) => ({ row, text: JSON.stringify(row, sortKeys) }))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({ row }) => row);
}

const id = fc.constantFrom('a', 'b', 'c');
const json = fc
  .jsonValue({ maxDepth: 1, stringUnit: 'grapheme' })
  .map((value) => JSON.stringify(value))
  .filter((text) => !text.includes('\\u'))
  .map((text): unknown => JSON.parse(text));
const amount = fc.integer({ min: -60, max: 60 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      id: fc.constantFrom('a', 'b'),
      balance: fc.nat(80),
      iban: fc.constantFrom(null, 'X', 'Y'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('book' as const), id, amount }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('transfer' as const), from: id, to: id, amount }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('note' as const), id, note: json }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), id }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('insert unseen' as const), id: fc.constantFrom('c', 'd') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('append anywhere' as const), id, nr: fc.nat(6) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('statement' as const), id, after: fc.nat(2) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('take box' as const),
      branch: id,
      number: fc.constantFrom('1', '1+'),
      holder: id,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('ask the world' as const), key: id, payload: json }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('publish' as const), key: id, amount }) },
  { weight: 1, arbitrary: fc.constant({ do: 'refuse' } as const) },
  { weight: 1, arbitrary: fc.constant({ do: 'fail' } as const) },
);
const message = fc.record({
  steps: fc
    .array(step, { minLength: 1, maxLength: 3 })
    // A row that the same handler inserts and removes never reaches the database, so it cannot be refused.
    .filter(
      (steps) =>
        !(steps.some((one) => one.do === 'insert unseen') && steps.some((one) => one.do === 'close')),
    ),
  /** Sent again in the next wave. */
  again: fc.boolean(),
});
const history = fc.record({
  maxBatchSize: fc.integer({ min: 1, max: 9 }),
  waves: fc.array(fc.array(message, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
});

describe.each([
  { name: 'the twin', make: twinWorld, runs: 300 },
  { name: 'Postgres', make: () => postgresWorld('histories', [BankTables1700000000000]), runs: 60 },
])('random histories on $name', ({ make, runs }) => {
  let world: UnitOfWorkWorld;
  beforeAll(async () => (world = await make()));
  afterAll(() => world.close());

  const fresh = async (): Promise<UnitOfWorkWorld> => {
    if (!world.pool) return twinWorld();
    await world.pool.query(
      'DELETE FROM accounts; DELETE FROM entries; DELETE FROM boxes; DELETE FROM inbox; DELETE FROM outbox; DELETE FROM effects',
    );
    return world;
  };

  it('have the same results as messages handled one at a time', async () => {
    await fc.assert(
      fc.asyncProperty(history, async ({ maxBatchSize, waves }) => {
        const { unitOfWork: runner, rows, claims } = await fresh();
        const model = new Model();
        const unitOfWork = runner({ maxBatchSize });
        const ids = new CountedIds(new FixedClock(new Date()));
        let repeated: Sent[] = [];
        for (const wave of waves) {
          const first = wave.map(({ steps, again }) => ({
            context: contextFor(ids.next(), 'bank'),
            steps,
            again,
          }));
          const sent = [...first, ...repeated];
          repeated = first.filter(({ again }) => again);
          const outcomes = await Promise.all(
            sent.map(({ context, steps }) => unitOfWork.run(context, workOf(steps)).catch(refusalOf)),
          );
          const expected: unknown[] = [];
          for (const one of sent) expected.push(await model.run(one));
          expect(outcomes).toEqual(expected);
        }
        for (const kind of [accounts, entries, boxes] as unknown as RowType<object, never>[])
          expect(byJson(await rows(kind))).toEqual(byJson(model.rows(kind)));
        expect((await claims()).map(({ consumer, messageId }) => `${consumer} ${messageId}`)).toEqual(
          [...model.claims].sort(),
        );
        const written = (await rows(outboxMessages)).map(
          ({ position: _, id: __, shard: ___, time: ____, ...row }) => row,
        );
        expect(written).toEqual(model.outbox);
        const asked = (await rows(effects)).map(({ id: _, shard: __, ...row }) => row);
        expect(byJson(asked)).toEqual(byJson(model.effects));
      }),
      { numRuns: runs },
    );
  });

  it('keep their sums, guards and order when several instances run in parallel', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const move = fc.record({
      from: fc.constantFrom(...names),
      to: fc.constantFrom(...names),
      amount: fc.integer({ min: 1, max: 70 }),
      instance: fc.nat(2),
      twice: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 10, maxLength: 60 }), async (moves) => {
        const { unitOfWork, rows, claims } = await fresh();
        const instances = [
          unitOfWork({ maxBatchSize: 5 }),
          unitOfWork({ maxBatchSize: 5 }),
          unitOfWork({ maxBatchSize: 2 }),
        ];
        const ids = new CountedIds(new FixedClock(new Date()));
        for (const name of names)
          await instances[0]!.run(contextFor(ids.next(), 'open'), (tx) => open(tx, name, 100));
        const ran = await Promise.all(
          moves.flatMap(({ from, to, amount, instance, twice }) => {
            const context = contextFor(ids.next(), 'bank');
            return (twice ? [0, 1] : [0]).map((other) =>
              instances[(instance + other) % 3]!.run(context, (tx) => transfer(tx, from, to, amount)).then(
                () => context.messageId,
                codeOf,
              ),
            );
          }),
        );
        const books = await rows(accounts);
        const booked = await rows(entries);
        expect(books.reduce((sum, { balance }) => sum + balance, 0)).toBe(400);
        for (const { id, balance, entries: count } of books) {
          const own = booked.filter(({ accountId }) => accountId === id).sort((a, b) => a.nr - b.nr);
          expect(own.map(({ nr }) => nr)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
          expect(own.reduce((sum, { amount }) => sum + amount, 100)).toBe(balance);
          expect(balance).toBeGreaterThanOrEqual(0);
          const told = (await rows(outboxMessages)).filter(({ key }) => key === id);
          expect(told.map(({ aggregateVersion }) => aggregateVersion)).toEqual(own.map(({ nr }) => nr));
        }
        const stood = ran.filter((outcome) => outcome.includes('-'));
        expect(new Set(ran.filter((outcome) => !outcome.includes('-')))).toEqual(
          new Set(['23514', 'DUPLICATE_MESSAGE'].filter((code) => ran.includes(code))),
        );
        expect(
          (await claims()).filter(({ consumer }) => consumer === 'bank').map(({ messageId }) => messageId),
        ).toEqual(stood.sort());
      }),
      { numRuns: Math.ceil(runs / 6) },
    );
  });
});
