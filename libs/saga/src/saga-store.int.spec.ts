import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type UnitOfWorkWorld, postgresWorld, twinWorld } from '@waybill/testing';
import { MemorySagaStore } from './memory/saga-store.js';
import { sagaSchema } from './schema.js';
import { postgresSagaStore } from './postgres/saga-store.js';
import { type LogEntry, type Saga, sagas } from './saga.js';
import type { SagaStore } from './saga-store.js';

interface StoreWorld {
  readonly world: UnitOfWorkWorld;
  readonly store: SagaStore;
}

async function inMemory(): Promise<StoreWorld> {
  const world = await twinWorld();
  return { world, store: new MemorySagaStore(world.database) };
}

async function onPostgres(): Promise<StoreWorld> {
  const world = await postgresWorld('saga_store', sagaSchema.migrations);
  return { world, store: postgresSagaStore(world.pool) };
}

/** The commands that a saga sent last: by name, as people say it. */
const CAPTURE = { step: 'capture' };
const UNDO_CAPTURE = { step: 'capture', undo: true };
const REFUND = { step: 'refund', item: 'r-1' };

describe.each([
  { name: 'the in-memory database', make: inMemory },
  { name: 'Postgres', make: onPostgres },
])('the saga store on $name', ({ make }) => {
  let world: UnitOfWorkWorld;
  let store: SagaStore;

  /** A saga whose deadline is so many seconds from now, and whose waking is at its deadline. */
  const begin = (id: string, seconds: number, more: Partial<Saga> & { last?: Partial<LogEntry> } = {}) =>
    world.unitOfWork().run(world.context('begin'), (tx) => {
      const deadline = new Date(tx.at.getTime() + seconds * 1_000);
      const { last, ...changed } = more;
      const sent = { attempt: 1, commandId: `${id}-1`, command: 'refund', sentAt: tx.at.toISOString() };
      const saga: Saga = {
        id,
        name: 'test',
        version: 1,
        decisions: [],
        tenant: 'acme',
        status: 'compensating',
        state: {},
        attempt: 1,
        log: last
          ? [
              { ...sent, step: 'reserve' },
              { ...sent, ...CAPTURE, ...last },
            ]
          : [],
        deadline,
        wakeAt: deadline,
        startedAt: tx.at,
        updatedAt: tx.at,
        ...changed,
      };
      tx.append(sagas, saga);
      return Promise.resolve();
    });

  beforeAll(async () => {
    ({ world, store } = await make());
    await begin('asleep', -120, { last: UNDO_CAPTURE });
    await begin('unsent', -100);
    await begin('stubborn', 60, { attempt: 5, last: REFUND });
    await begin('old label', 120, { attempt: 7, last: { step: 'undo refund r-1' } });
    await begin('just due', -5, { tenant: 'other', last: CAPTURE });
    await begin('patient', 60, { attempt: 4, last: CAPTURE });
    // It woke early: its deadline is not over.
    await begin('awake', -110, { deadline: new Date(world.clock.now().getTime() + 3_600_000) });
    await begin('over', -120, { status: 'ended', wakeAt: null, deadline: null, attempt: 0 });
  });
  afterAll(() => world?.close());

  it('returns sagas that are or will be due, longest overdue first', async () => {
    const due = async (withinMs: number, limit = 10) =>
      (await store.due({ withinMs, limit })).map(({ row: { id, tenant }, waitMs }) => [
        id,
        tenant,
        waitMs > 0,
      ]);
    const overdue = [
      ['asleep', 'acme', false],
      ['awake', 'acme', false],
      ['unsent', 'acme', false],
      ['just due', 'other', false],
    ];
    expect(await due(0)).toEqual(overdue);
    expect(await due(0, 2)).toEqual(overdue.slice(0, 2));
    const found = await due(90_000);
    expect(found.slice(0, 4)).toEqual(overdue);
    // Both in a minute.
    expect(found.slice(4).sort()).toEqual([
      ['patient', 'acme', true],
      ['stubborn', 'acme', true],
    ]);
  });

  it('returns sagas that were not woken, and those that repeat one command', async () => {
    const about = { name: 'test', tenant: 'acme', deadline: expect.any(Date) };
    expect(await store.stuck(10)).toEqual([
      { ...about, id: 'asleep', why: 'asleep', attempt: 1, last: UNDO_CAPTURE },
      { ...about, id: 'unsent', why: 'asleep', attempt: 1, last: undefined },
      { ...about, id: 'stubborn', why: 'unanswered', attempt: 5, last: REFUND },
      {
        ...about,
        id: 'old label',
        why: 'unanswered',
        attempt: 7,
        last: { step: 'refund', undo: true, item: 'r-1' },
      },
    ]);
    expect((await store.stuck(1)).map(({ id }) => id)).toEqual(['asleep']);
  });

  it('counts deadlines that have passed, and commands that were sent five times or more', async () => {
    expect([await store.countOverdue(), await store.countAlarming()]).toEqual([3, 2]);
  });
});
