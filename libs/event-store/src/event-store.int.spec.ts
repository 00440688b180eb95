import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  AggregateRoot,
  type DomainEvent,
  DomainError,
  type Ids,
  type Upcasters,
  codeOf,
  fold,
} from '@waybill/kernel';
import { type UnitOfWorkWorld, overrideSession, postgresWorld, twinWorld, refusal } from '@waybill/testing';
import type { Tx } from '@waybill/unit-of-work';
import { type AggregateType, EventStore } from './event-store.js';
import { eventStoreSchema } from './schema.js';
import { type Snapshot, snapshots } from './snapshots.js';
import { type StoredEvent, storedEvents, streams } from './tables.js';

type Opened = DomainEvent<'opened', { readonly owner: string }>;
type Counted = DomainEvent<'counted', { readonly by: number; readonly notes?: readonly string[] }>;
type CounterEvent = Opened | Counted;

interface CounterState {
  readonly owner: string;
  readonly total: number;
  readonly seen: readonly number[];
}

function evolve(state = initial, event: CounterEvent): CounterState {
  switch (event.type) {
    case 'opened':
      return { ...state, owner: event.data.owner };
    case 'counted':
      return { ...state, total: state.total + event.data.by, seen: [...state.seen, event.data.by] };
  }
}

class Counter extends AggregateRoot<CounterState, CounterEvent> {
  open(owner: string, at: Date): void {
    if (this.version > 0) throw new DomainError(refusal('OPEN_ALREADY'), this.id);
    this.record('opened', { owner }, at);
  }

  count(by: number, at: Date): void {
    if (by > 100) throw new DomainError(refusal('TOO_MUCH'), String(by));
    this.record('counted', { by }, at);
  }
}

const AT = new Date('2026-03-14T09:26:53.589Z');
const initial: CounterState = { owner: '', total: 0, seen: [] };

describe.each([
  { name: 'the twin', make: twinWorld },
  { name: 'Postgres', make: () => postgresWorld('event_store', eventStoreSchema.migrations) },
])('the event store on $name', ({ make }) => {
  let world: UnitOfWorkWorld;
  let count = 0;
  let folded = 0;
  beforeAll(async () => (world = await make()));
  afterAll(() => world?.close());

  const type: AggregateType<CounterState, CounterEvent, Counter> = {
    type: 'counter',
    begunBy: ['opened'],
    evolve: (state, event) => {
      folded++;
      return evolve(state, event);
    },
    create: (id, state, version) => new Counter(id, state, version, evolve),
  };
  const storeOf = (ids: Ids = world.ids, cacheSize?: number) => new EventStore(type, ids, cacheSize);
  const run = <Result>(act: (tx: Tx) => Promise<Result>, unitOfWork = world.unitOfWork()) =>
    unitOfWork.run(world.context('counter'), act);
  type Store = ReturnType<typeof storeOf>;

  const opened = async (store: Store, ...counts: number[]): Promise<string> => {
    const id = `counter-${++count}`;
    await run(async (tx) => {
      const counter = type.create(id, undefined, 0);
      counter.open('anna', AT);
      for (const by of counts) counter.count(by, AT);
      await store.save(tx, counter);
    });
    return id;
  };
  const add = (store: Store, id: string, by: number, unitOfWork = world.unitOfWork()) => {
    const work = async (tx: Tx) => {
      const counter = await store.load(tx, id);
      if (!counter) throw new DomainError(refusal('NOT_OPEN'), id);
      counter.count(by, AT);
      await store.save(tx, counter);
      return counter.state.total;
    };
    return unitOfWork.run(world.context('counter'), work, store.prefetch(id));
  };
  const seenBy = (store: Store, id: string) =>
    run(async (tx) => {
      const counter = await store.load(tx, id);
      return counter && [counter.version, counter.state];
    });
  const eventsOf = async (id: string): Promise<StoredEvent[]> =>
    (await world.rows(storedEvents))
      .filter(({ streamId }) => streamId === id)
      .sort((a, b) => a.version - b.version);

  it('writes a stream of numbered events with their origin', async () => {
    const store = storeOf();
    const context = world.context('counter', { userId: 'anna' });
    const id = `counter-${++count}`;
    await world.unitOfWork().run(context, async (tx) => {
      const counter = type.create(id, undefined, 0);
      counter.open('anna', AT);
      counter.count(3, AT);
      await store.save(tx, counter);
    });
    const events = await eventsOf(id);
    const metadata = {
      correlationId: context.correlationId,
      causationId: context.messageId,
      userId: 'anna',
      tenant: 'default',
      source: 'counter',
    };
    expect(events.map(({ id: _, position: __, ...event }) => event)).toEqual([
      {
        streamId: id,
        version: 1,
        type: 'opened',
        aggregateType: 'counter',
        schemaVersion: 1,
        data: { owner: 'anna' },
        metadata,
        at: AT,
      },
      {
        streamId: id,
        version: 2,
        type: 'counted',
        aggregateType: 'counter',
        schemaVersion: 1,
        data: { by: 3 },
        metadata,
        at: AT,
      },
    ]);
    expect(events[1]!.position).toBeGreaterThan(events[0]!.position);
    expect((await world.rows(streams)).find((stream) => stream.id === id)).toEqual({
      id,
      type: 'counter',
      version: 2,
      head: events[1]!.id,
    });
  });

  it('returns undefined without a stream', async () => {
    expect(await seenBy(storeOf(), 'nobody')).toBe(undefined);
  });

  it('writes nothing without new events', async () => {
    const store = storeOf();
    const id = await opened(store, 1);
    await run(async (tx) => store.save(tx, (await store.load(tx, id))!));
    expect(await eventsOf(id)).toHaveLength(2);
  });

  it('returns the same state from memory as from the store', async () => {
    const store = storeOf();
    const id = await opened(store, 1, 2);
    await add(store, id, 3);
    folded = 0;
    const fromMemory = await seenBy(store, id);
    expect(folded).toBe(0);
    const fromStore = await seenBy(storeOf(), id);
    expect(folded).toBe(4);
    expect(fromMemory).toEqual([4, { owner: 'anna', total: 6, seen: [1, 2, 3] }]);
    expect(fromStore).toEqual(fromMemory);
  });

  it('reads only the events that another instance appended', async () => {
    const [one, other] = [storeOf(), storeOf()];
    const id = await opened(one, 1);
    await add(other, id, 2);
    await add(other, id, 3);
    folded = 0;
    expect(await seenBy(one, id)).toEqual([4, { owner: 'anna', total: 6, seen: [1, 2, 3] }]);
    expect(folded).toBe(2);
  });

  it('forgets events that were not committed', async () => {
    const [one, other] = [storeOf(), storeOf()];
    const id = await opened(one, 1);
    const failing = run(async (tx) => {
      const counter = (await one.load(tx, id))!;
      counter.count(50, AT);
      await one.save(tx, counter);
      throw new DomainError(refusal('REFUSED'), 'after all');
    });
    await expect(failing).rejects.toMatchObject({ code: 'REFUSED' });
    await add(other, id, 2);
    expect(await seenBy(one, id)).toEqual([3, { owner: 'anna', total: 3, seen: [1, 2] }]);
  });

  it('limits the number of aggregates in memory', async () => {
    const store = storeOf(world.ids, 2);
    const ids = [await opened(store), await opened(store), await opened(store)];
    folded = 0;
    for (const id of [ids[2]!, ids[1]!]) await seenBy(store, id);
    expect(folded).toBe(0);
    await seenBy(store, ids[0]!);
    expect(folded).toBe(1);
  });

  it.each([
    { expected: 'none' as const, there: 0, outcome: 'stands' },
    { expected: 'none' as const, there: 2, outcome: 'VERSION_CONFLICT' },
    { expected: 'any' as const, there: 0, outcome: 'stands' },
    { expected: 'any' as const, there: 2, outcome: 'stands' },
    { expected: 2, there: 2, outcome: 'stands' },
    { expected: 1, there: 2, outcome: 'VERSION_CONFLICT' },
    { expected: 3, there: 2, outcome: 'VERSION_CONFLICT' },
    { expected: 1, there: 0, outcome: 'VERSION_CONFLICT' },
  ])(
    'an append that expects $expected where $there events are: $outcome',
    async ({ expected, there, outcome }) => {
      const store = storeOf();
      const id = there === 0 ? `counter-${++count}` : await opened(store, 1);
      const event: Opened = { type: 'opened', data: { owner: 'ben' }, at: AT };
      const appended = run((tx) => store.append(tx, id, expected, [event])).then(() => 'stands', codeOf);
      expect(await appended).toBe(outcome);
      expect((await eventsOf(id)).map(({ version }) => version)).toEqual(
        Array.from({ length: there + (outcome === 'stands' ? 1 : 0) }, (_, index) => index + 1),
      );
    },
  );

  it('refuses to save a decision on an older version', async () => {
    const store = storeOf();
    const id = await opened(store, 1);
    const stale = (await run((tx) => store.load(tx, id)))!;
    await add(store, id, 2);
    const late = run(async (tx) => {
      stale.count(3, AT);
      await store.save(tx, stale);
    });
    await expect(late).rejects.toMatchObject({ code: 'VERSION_CONFLICT', details: { version: 3 } });
  });

  it('refuses a second begin of the same stream', async () => {
    const id = `counter-${++count}`;
    const begin = (store: Store) =>
      run(async (tx) => {
        const counter = (await store.load(tx, id)) ?? type.create(id, undefined, 0);
        counter.open('anna', AT);
        await store.save(tx, counter);
      }).then(() => 'stands', codeOf);
    expect((await Promise.all([begin(storeOf()), begin(storeOf()), begin(storeOf())])).sort()).toEqual([
      'OPEN_ALREADY',
      'OPEN_ALREADY',
      'stands',
    ]);
  });

  it.each([
    { broken: 'STREAM_EMPTY', versions: [], first: 'opened', version: 1 },
    { broken: 'STREAM_NOT_BEGUN', versions: [1, 2], first: 'counted', version: 2 },
    { broken: 'STREAM_GAP', versions: [1, 3], first: 'opened', version: 3 },
    { broken: 'STREAM_GAP', versions: [1, 2], first: 'opened', version: 3 },
    { broken: 'STREAM_GAP', versions: [1, 2, 3], first: 'opened', version: 2 },
  ])(
    'says $broken of the events $versions at version $version',
    async ({ broken, versions, first, version }) => {
      const id = `broken-${++count}`;
      await run(async (tx) => {
        tx.save(streams, { id, type: 'counter', version, head: `head of ${id}` });
        for (const nr of versions) {
          tx.append(storedEvents, {
            streamId: id,
            version: nr,
            position: 0,
            id: `${id}/${nr}`,
            type: nr === 1 ? first : 'counted',
            aggregateType: 'counter',
            schemaVersion: 1,
            data: { owner: 'x', by: 1 },
            metadata: { correlationId: '', causationId: '', tenant: '' },
            at: AT,
          });
        }
      });
      await expect(seenBy(storeOf(), id)).rejects.toMatchObject({ code: broken });
    },
  );

  it('reads older versions as the newest one, and writes the newest one', async () => {
    const id = `counter-${++count}`;
    const store = (upcasters: Upcasters<CounterEvent['type']>) =>
      new EventStore({ ...type, upcasters }, world.ids) as Store;
    const old = store({});
    await run((tx) =>
      old.append(tx, id, 'none', [
        { type: 'opened', data: { owner: 'anna' }, at: AT },
        { type: 'counted', data: { cents: 300 }, at: AT },
      ]),
    );
    const newer = store({ counted: [({ cents }: { cents: number }) => ({ by: cents / 100 })] });
    await add(newer, id, 4);
    expect(await seenBy(newer, id)).toEqual([3, { owner: 'anna', total: 7, seen: [3, 4] }]);
    const newest = store({
      counted: [
        ({ cents }: { cents: number }) => ({ by: cents / 100 }),
        ({ by }: { by: number }) => ({ by: by * 2 }),
      ],
    });
    await add(newest, id, 5);
    expect(await seenBy(newest, id)).toEqual([4, { owner: 'anna', total: 19, seen: [6, 8, 5] }]);
    const stored = (await eventsOf(id)).map(({ schemaVersion, data }) => [schemaVersion, data]);
    expect(stored).toEqual([
      [1, { owner: 'anna' }],
      [1, { cents: 300 }],
      [2, { by: 4 }],
      [3, { by: 5 }],
    ]);
    // Code of before the release does not fold what it cannot know.
    await expect(seenBy(old, id)).rejects.toMatchObject({ code: 'EVENT_TOO_NEW' });
  });

  it.each([
    { cacheSize: 2_000, prefetched: 'known states' },
    { cacheSize: 0, prefetched: 'all events' },
  ])(
    'handles fifty concurrent writers of one aggregate with $prefetched, without gaps',
    async ({ cacheSize }) => {
      const instances = [
        { store: storeOf(world.ids, cacheSize), unitOfWork: world.unitOfWork({ maxBatchSize: 8 }) },
        { store: storeOf(world.ids, cacheSize), unitOfWork: world.unitOfWork({ maxBatchSize: 8 }) },
      ];
      const id = await opened(instances[0]!.store);
      const outcomes = await Promise.all(
        Array.from({ length: 50 }, (_, index) => {
          const { store, unitOfWork } = instances[index % 2]!;
          // Every tenth is refused, so that the others decide again without it.
          return add(store, id, index % 10 === 7 ? 1_000 : 1, unitOfWork).catch(codeOf);
        }),
      );
      const events = await eventsOf(id);
      expect(events.map(({ version }) => version)).toEqual(
        Array.from({ length: 46 }, (_, index) => index + 1),
      );
      expect(outcomes.filter((outcome) => outcome === 'TOO_MUCH')).toHaveLength(5);
      const totals = outcomes.filter((outcome): outcome is number => typeof outcome === 'number');
      expect(totals.sort((a, b) => a - b)).toEqual(Array.from({ length: 45 }, (_, index) => index + 1));
      for (const { store } of instances) expect(await seenBy(store, id)).toMatchObject([46, { total: 45 }]);
    },
  );

  it('separates aggregates whose ids have a common prefix', async () => {
    const store = storeOf();
    const id = await opened(store, 1);
    const longer = `${id} 2`;
    await run(async (tx) => {
      const counter = type.create(longer, undefined, 0);
      counter.open('ben', AT);
      await store.save(tx, counter);
    });
    const fresh = storeOf();
    const both = await Promise.all([id, longer].map((one) => run((tx) => fresh.load(tx, one))));
    expect(both.map((counter) => counter?.state.owner)).toEqual(['anna', 'ben']);
  });

  describe('snapshots', () => {
    const every = 10;
    const keeping = (schema = 1) => new EventStore({ ...type, snapshots: { schema, every } }, world.ids);
    const snapshotOf = async (id: string): Promise<Snapshot | undefined> =>
      (await world.rows(snapshots)).find(({ streamId }) => streamId === id);
    const grown = async (store: Store, id: string, events: number): Promise<void> => {
      for (let version = (await eventsOf(id)).length; version < events; version++) await add(store, id, 1);
    };
    /** The number of events that a load without a cache folds, and the resulting state. */
    const cold = async (store: Store, id: string) => {
      folded = 0;
      const seen = await seenBy(store, id);
      return { seen, folded };
    };

    it('limit the events that a load reads; without them it reads all', async () => {
      const store = keeping();
      const id = await opened(store);
      for (const length of [10, 200, 1_000]) {
        await grown(store, id, length);
        const { seen, folded: few } = await cold(keeping(), id);
        const { seen: same, folded: all } = await cold(storeOf(), id);
        expect(few).toBeLessThan(every);
        expect(all).toBe(length);
        expect(seen).toEqual([
          length,
          { owner: 'anna', total: length - 1, seen: Array.from({ length: length - 1 }, () => 1) },
        ]);
        expect(seen).toEqual(same);
      }
    });

    it('can all be deleted without changing a state', async () => {
      const store = keeping();
      const id = await opened(store, ...Array.from({ length: 24 }, (_, index) => index));
      const before = await cold(keeping(), id);
      await run(async (tx) => {
        await tx.load(snapshots, { streamId: id });
        tx.remove(snapshots, { streamId: id });
      });
      const after = await cold(keeping(), id);
      expect([before.folded, after.folded]).toEqual([0, 25]);
      expect(after.seen).toEqual(before.seen);
      await add(store, id, 1);
      expect(await snapshotOf(id)).toBe(undefined);
      // Who found none keeps one with its next append.
      await add(keeping(), id, 1);
      expect(await snapshotOf(id)).toMatchObject({ version: 27 });
    });

    it('of another schema are ignored, and replaced by the next append', async () => {
      const id = await opened(keeping(1), ...Array.from({ length: 24 }, () => 1));
      const newer = keeping(2);
      expect((await cold(newer, id)).folded).toBe(25);
      await add(newer, id, 1);
      expect(await snapshotOf(id)).toMatchObject({ schema: 2, version: 26 });
      expect((await cold(keeping(2), id)).folded).toBe(0);
      expect((await cold(keeping(1), id)).folded).toBe(26);
    });

    it('are not written if their events are not committed', async () => {
      const [store, other] = [keeping(), keeping()];
      const id = await opened(store);
      const failing = run(async (tx) => {
        const counter = (await store.load(tx, id))!;
        for (let nr = 0; nr < every; nr++) counter.count(50, AT);
        await store.save(tx, counter);
        throw new DomainError(refusal('REFUSED'), 'after all');
      });
      await expect(failing).rejects.toMatchObject({ code: 'REFUSED' });
      expect(await snapshotOf(id)).toBe(undefined);
      for (let nr = 0; nr < every; nr++) await add(nr % 2 ? store : other, id, 1);
      expect(await snapshotOf(id)).toMatchObject({ version: 10, state: { total: 9 } });
      expect((await cold(keeping(), id)).seen).toMatchObject([11, { total: 10 }]);
    });

    it('equal the state of their events, with concurrent writers', async () => {
      const instances = [1, 2].map(() => ({
        store: keeping(),
        unitOfWork: world.unitOfWork({ maxBatchSize: 8 }),
      }));
      const id = await opened(instances[0]!.store);
      for (let round = 0; round < 5; round++) {
        await Promise.all(
          Array.from({ length: 30 }, (_, index) => {
            const { store, unitOfWork } = instances[index % 2]!;
            return add(store, id, index % 10 === 7 ? 1_000 : index, unitOfWork).catch(codeOf);
          }),
        );
        const { version, state } = (await snapshotOf(id))!;
        const before = (await eventsOf(id)).slice(0, version) as unknown as CounterEvent[];
        expect(state).toEqual(fold(evolve, before));
        expect(version).toBeGreaterThan(round * 27);
      }
    });

    it('are neither written nor read for a short stream', async () => {
      const asked: string[] = [];
      const watched = overrideSession(world.database, (session) => ({
        begin(claims, loads = [], lists) {
          asked.push(...loads.map(({ rowType }) => rowType.table));
          return session.begin(claims, loads, lists);
        },
        load(requests) {
          asked.push(...requests.map(({ rowType }) => rowType.table));
          return session.load(requests);
        },
      }));
      const unitOfWork = world.unitOfWork({ database: watched });
      const id = await opened(keeping(), 1, 2, 3, 4, 5, 6, 7);
      await add(keeping(), id, 8, unitOfWork);
      expect(asked).toEqual(['streams']);
      expect(await snapshotOf(id)).toBe(undefined);
      await add(keeping(), id, 9, unitOfWork);
      await add(keeping(), id, 10, unitOfWork);
      expect(asked).toContain('snapshots');
    });
  });
});
