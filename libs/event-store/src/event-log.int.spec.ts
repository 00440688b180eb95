import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import { eventually, postgresWorld, queryOn } from '@waybill/testing';
import {
  type Direction,
  EventLog,
  type LogPosition,
  type LogRange,
  type RecordedEvent,
} from './event-log.js';
import { EventStore } from './event-store.js';
import { eventStoreSchema } from './schema.js';

const AT = new Date('2026-03-14T09:26:53.589Z');
/** Events can be read after every older transaction of the server, also those of other databases. */
const AS_LONG_AS_OTHERS_WRITE = { within: 60_000 };

type World = Awaited<ReturnType<typeof postgresWorld>>;

/** Appends one event of each type to a stream, in one transaction. */
async function append(world: World, category: string, streamId: string, ...types: string[]): Promise<void> {
  const store = new EventStore(
    {
      type: category,
      begunBy: ['opened'],
      evolve: () => 0,
      create: () => {
        throw new Error('no aggregate is loaded here');
      },
    },
    world.ids,
  );
  await world.unitOfWork().run(world.context('append'), async (tx) => {
    await store.append(
      tx,
      streamId,
      'any',
      types.map((type) => ({ type, data: { of: streamId }, at: AT })),
    );
  });
}

const nameOf = ({ streamId, version }: Pick<RecordedEvent, 'streamId' | 'version'>) =>
  `${streamId}/${version}`;

describe('the event log', () => {
  let world: World;
  let log: EventLog;
  /** All events in their order, by the table alone. */
  let all: RecordedEvent[];

  beforeAll(async () => {
    world = await postgresWorld('event_log', eventStoreSchema.migrations);
    log = new EventLog(world.pool);
    for (let nr = 0; nr < 6; nr++) {
      await append(world, 'account', `account-${nr}`, 'opened', 'booked');
      await append(world, 'parcel', `parcel-${nr}`, 'opened');
      await append(world, 'account', `account-${nr % 3}`, 'booked', 'closed');
    }
    all = await eventually(async () => {
      const found = await log.readAll({ limit: 100 });
      expect(found).toHaveLength(30);
      return found;
    }, AS_LONG_AS_OTHERS_WRITE);
  });
  afterAll(() => world?.close());

  /** Page after page until one is not full. */
  async function pages(
    read: (range: LogRange) => Promise<RecordedEvent[]>,
    limit: number,
    direction: Direction,
  ): Promise<string[]> {
    const found: RecordedEvent[] = [];
    for (let after: LogPosition | undefined; ;) {
      const page = await read({ after, limit, direction });
      found.push(...page);
      if (page.length < limit) return found.map(nameOf);
      after = page.at(-1);
    }
  }

  it('is read by stream, as a whole, by type and by category', async () => {
    const history = await log.readStream('account-1', { after: 2 });
    const first = await log.readAll({ limit: 10 });
    const next = await log.readAll({ after: first.at(-1), limit: 10 });
    const lastClosed = await log.readType('closed', { direction: 'backward', limit: 5 });
    const accounts = await log.readCategory('account', { limit: 1_000 });
    expect([history, first, next, lastClosed, accounts].map((events) => events.length)).toEqual([
      4, 10, 10, 5, 24,
    ]);
    expect([...first, ...next]).toEqual(all.slice(0, 20));
  });

  it('returns each event with its position, its stream and its aggregate type', async () => {
    const [first, second] = all;
    const { metadata, ...event } = second!;
    expect(event).toEqual({
      streamId: 'account-0',
      version: 2,
      tx: first!.tx,
      position: first!.position + 1,
      id: event.id,
      type: 'booked',
      aggregateType: 'account',
      data: { of: 'account-0' },
      at: AT,
    });
    expect(metadata).toMatchObject({ source: 'append', tenant: 'default' });
  });

  describe.each(['forward', 'backward'] as const)('%s', (direction) => {
    const expected = (belongs: (event: RecordedEvent) => boolean) => {
      const names = all.filter(belongs).map(nameOf);
      return direction === 'forward' ? names : names.reverse();
    };

    it.each([1, 4, 30, 1_000])(
      'reads all events, those of a type and those of a category in pages of %d',
      async (limit) => {
        expect(await pages((range) => log.readAll(range), limit, direction)).toEqual(expected(() => true));
        for (const type of ['opened', 'booked', 'closed', 'nothing'])
          expect(await pages((range) => log.readType(type, range), limit, direction)).toEqual(
            expected((event) => event.type === type),
          );
        for (const category of ['account', 'parcel', 'nothing'])
          expect(await pages((range) => log.readCategory(category, range), limit, direction)).toEqual(
            expected((event) => event.aggregateType === category),
          );
      },
    );

    it('continues after a position of another event type', async () => {
      const at = all.findIndex(({ type }) => type === 'closed');
      const rest = direction === 'forward' ? all.slice(at + 1) : all.slice(0, at).reverse();
      const found = await log.readType('opened', { after: all[at], direction, limit: 100 });
      expect(found.map(nameOf)).toEqual(rest.filter(({ type }) => type === 'opened').map(nameOf));
    });
  });

  it.each([
    { range: {}, versions: [1, 2, 3, 4, 5, 6] },
    { range: { after: 2 }, versions: [3, 4, 5, 6] },
    { range: { after: 2, limit: 2 }, versions: [3, 4] },
    { range: { after: 6 }, versions: [] },
    { range: { direction: 'backward' as const }, versions: [6, 5, 4, 3, 2, 1] },
    { range: { direction: 'backward' as const, limit: 1 }, versions: [6] },
    { range: { direction: 'backward' as const, after: 3 }, versions: [2, 1] },
    { range: { direction: 'backward' as const, after: 1 }, versions: [] },
  ])('reads of a stream with $range the versions $versions', async ({ range, versions }) => {
    const found = await log.readStream('account-1', range);
    expect(found.map(nameOf)).toEqual(versions.map((version) => `account-1/${version}`));
    expect(found).toEqual(
      versions.map((version) => all.find((one) => nameOf(one) === `account-1/${version}`)),
    );
  });

  it('reads several streams, one after the other', async () => {
    const found = await log.readStreams(['parcel-2', 'nothing', 'account-5']);
    expect(found.map(nameOf)).toEqual(['account-5/1', 'account-5/2', 'parcel-2/1']);
  });

  it.each([0, -1, 1.5, 10_001, Number.NaN])('refuses a limit of %d', async (limit) => {
    const message = `\`limit\` must be a whole number from 1 to 10000 (got ${limit})`;
    for (const read of [
      log.readAll({ limit }),
      log.readType('opened', { limit }),
      log.readCategory('account', { limit }),
    ])
      await expect(read).rejects.toEqual(new RangeError(message));
    if (limit !== 10_001)
      await expect(log.readStream('account-1', { limit })).rejects.toThrow(
        'must be a whole number from 1 to',
      );
  });

  it('refuses an event of a newer release', async () => {
    await world.pool.query(
      `INSERT INTO events (stream_id, version, id, type, aggregate_type, schema_version, data, metadata, at)
       VALUES ('new', 1, 'new', 'opened', 'new', 2, '{}', '{}', now())`,
    );
    expect(await log.readStream('new').catch(codeOf)).toBe('EVENT_TOO_NEW');
    await world.pool.query(`DELETE FROM events WHERE stream_id = 'new'`);
  });

  describe('while a transaction stays open and others commit', () => {
    const newest = async (read: (range: LogRange) => Promise<RecordedEvent[]>) =>
      (await read({ direction: 'backward', limit: 1 })).map(nameOf);

    it('reads backward from the newest event that is safe to read, and returns the others after the commit', async () => {
      const before = nameOf(all.at(-1)!);
      const slow = await world.pool.connect();
      await slow.query('BEGIN');
      await slow.query(
        `INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
         VALUES ('slow', 1, 'slow', 'opened', 'account', '{}', '{}', now())`,
      );
      await append(world, 'account', 'fast', 'opened');
      const read = [
        (range: LogRange) => log.readAll(range),
        (range: LogRange) => log.readCategory('account', range),
      ];
      expect(await Promise.all(read.map(newest))).toEqual([[before], [before]]);
      expect((await log.readStream('fast')).map(nameOf)).toEqual(['fast/1']);
      await slow.query('COMMIT');
      slow.release();
      await eventually(
        async () => expect(await Promise.all(read.map(newest))).toEqual([['fast/1'], ['fast/1']]),
        AS_LONG_AS_OTHERS_WRITE,
      );
      const last = await log.readAll({ direction: 'backward', limit: 2 });
      expect(last.map(nameOf)).toEqual(['fast/1', 'slow/1']);
    });
  });
});

describe('the event log on a table of 50,000 events', () => {
  let world: World;

  beforeAll(async () => {
    world = await postgresWorld('event_log_plans', eventStoreSchema.migrations);
    // Of each hundred streams one is a parcel; of each hundred events of an account one is its closing.
    await queryOn(
      world.service.url,
      `INSERT INTO events (stream_id, version, id, type, aggregate_type, data, metadata, at)
      SELECT 'stream-' || stream, version, stream || '/' || version,
        CASE version WHEN 1 THEN 'opened' WHEN 100 THEN 'closed' ELSE 'booked' END,
        CASE stream % 100 WHEN 0 THEN 'parcel' ELSE 'account' END, '{"amount": 100}', '{}', now()
      FROM generate_series(1, 500) stream, generate_series(1, 100) version ORDER BY random()`,
    );
    await queryOn(world.service.url, 'VACUUM ANALYZE events');
  }, 120_000);
  afterAll(() => world?.close());

  interface Plan {
    readonly 'Node Type': string;
    readonly 'Index Name'?: string;
    readonly 'Actual Rows': number;
    readonly 'Shared Hit Blocks': number;
    readonly 'Shared Read Blocks': number;
    readonly Plans?: readonly Plan[];
  }

  const blocksOf = (plan: Plan): number => plan['Shared Hit Blocks'] + plan['Shared Read Blocks'];
  const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

  /** The statement that `read` runs, as the service's connections plan it and with Postgres' own settings. */
  async function plansOf(read: (log: EventLog) => Promise<unknown>): Promise<Plan[]> {
    const statements: { text: string; values: unknown[] }[] = [];
    const recorder = {
      query(statement: { text: string; values: unknown[] }) {
        statements.push(statement);
        return Promise.resolve({ rows: [] });
      },
    };
    await read(new EventLog(recorder as never));
    const [{ text, values }] = statements as [{ text: string; values: unknown[] }];
    const client = await world.pool.connect();
    try {
      const plans: Plan[] = [];
      for (const settings of [
        '',
        'RESET enable_seqscan; RESET enable_bitmapscan; RESET enable_hashjoin; RESET enable_mergejoin',
      ]) {
        await client.query(settings || 'SELECT 1');
        const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
          `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}`,
          values,
        );
        plans.push(rows[0]!['QUERY PLAN'][0].Plan);
      }
      return plans;
    } finally {
      client.release(true);
    }
  }

  const reads: {
    name: string;
    index: string;
    read: (log: EventLog, direction: Direction) => Promise<unknown>;
  }[] = [
    {
      name: 'all events',
      index: 'events_order',
      read: (log, direction) => log.readAll({ limit: 50, direction }),
    },
    {
      name: 'a type',
      index: 'events_by_type',
      read: (log, direction) => log.readType('closed', { limit: 50, direction }),
    },
    {
      name: 'a type that does not occur',
      index: 'events_by_type',
      read: (log, direction) => log.readType('nothing', { limit: 50, direction }),
    },
    {
      name: 'a category',
      index: 'events_by_category',
      read: (log, direction) => log.readCategory('parcel', { limit: 50, direction }),
    },
    {
      name: 'a stream',
      index: 'events_pkey',
      read: (log, direction) => log.readStream('stream-7', { limit: 50, direction }),
    },
  ];

  it.each(
    reads.flatMap((one) => (['forward', 'backward'] as const).map((direction) => ({ ...one, direction }))),
  )(
    'reads $name $direction by $index: a page of 50 events costs fewer than 70 blocks',
    async ({ read, index, direction }) => {
      for (const plan of await plansOf((log) => read(log, direction))) {
        const all = nodes(plan);
        expect(all.map((node) => node['Index Name']).filter(Boolean)).toEqual([index]);
        expect(all.map((node) => node['Node Type']).filter((type) => /Sort/.test(type))).toEqual([]);
        expect(blocksOf(plan)).toBeLessThan(70);
      }
    },
  );

  it('reads the whole table for an absent type when the index of types is gone', async () => {
    await queryOn(world.service.url, 'DROP INDEX events_by_type');
    for (const plan of await plansOf((log) => log.readType('nothing', { limit: 50 })))
      expect(blocksOf(plan)).toBeGreaterThan(500);
  });
});
