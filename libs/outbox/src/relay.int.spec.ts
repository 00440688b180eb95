import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  ManualTimers,
  type ServiceDatabase,
  booked,
  eventually,
  hastyTimers,
  postgresWorld,
} from '@waybill/testing';
import { Leases } from './leases.js';
import type { CommittedMessages } from './committed-messages.js';
import type { OutboxMessage } from './outbox-message.js';
import { postgresLeaseStore } from './postgres/lease-store.js';
import type { OutboxStore } from './outbox-store.js';
import { postgresOutboxStore } from './postgres/outbox-store.js';
import type { Position, Publisher } from './publisher.js';
import { Relay, type RelayOptions } from './relay.js';
import { SHARDS, shardOf } from './shards.js';

/** A topic that a test can spoil: what is published stands in `log` in the order of its arrival. */
class Topic implements Publisher {
  readonly log: { key: string; body: string; id: string; by: string }[] = [];
  /** Decides over the next batch: what it throws is the answer, before or after the records were stored. */
  next: ((
    store: () => readonly Position[],
    rows: readonly OutboxMessage[],
  ) => Promise<readonly Position[]>)[] = [];
  readonly timeouts: number[] = [];
  /** A batch with a record of one of these keys is refused. */
  readonly poison = new Set<string>();

  constructor(
    readonly by = 'relay',
    private readonly shared?: Topic,
  ) {}

  async publish(rows: readonly OutboxMessage[], timeoutMs: number): Promise<readonly Position[]> {
    this.timeouts.push(timeoutMs);
    const store = () =>
      rows.map(({ key, body, id }) => ({
        partition: shardOf(key) % 3,
        offset: (this.shared ?? this).log.push({ key, body, id, by: this.by }) - 1,
      }));
    if (rows.some(({ key }) => this.poison.has(key))) throw new Error('too large');
    const spoil = this.next.shift();
    return spoil ? spoil(store, rows) : store();
  }

  /** Bodies of a key as a consumer sees them that drops what it has had. */
  of(key: string): string[] {
    return [...new Set(this.log.filter((entry) => entry.key === key).map(({ body }) => body))];
  }
}

describe('the relay', () => {
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  let service: ServiceDatabase;
  const running = new Set<Relay>();
  beforeAll(async () => {
    world = await postgresWorld('relay');
    ({ service } = world);
  });
  afterEach(async () => {
    await Promise.all([...running].map((relay) => relay.stop()));
    running.clear();
    await service.pool.query(
      `DELETE FROM outbox; DELETE FROM outbox_sent; DELETE FROM outbox_parked; DELETE FROM leases WHERE name <> 'outbox' AND name <> 'effects';
       UPDATE leases SET owner = NULL, expires_at = now() - interval '1 hour'`,
    );
  });
  afterAll(() => world?.close());

  /** Messages as acts would leave them; bodies count per key. */
  const write = (...keys: string[]): Promise<void> => writeWith(world.unitOfWork(), ...keys);
  const writeWith = async (
    unitOfWork: ReturnType<typeof world.unitOfWork>,
    ...keys: string[]
  ): Promise<void> => {
    for (const key of keys) {
      const nr = (counts.get(key) ?? 0) + 1;
      counts.set(key, nr);
      await unitOfWork.run(world.context('write'), async (tx) => {
        tx.publish(booked, key, { account: key, amount: nr });
      });
    }
  };
  const counts = new Map<string, number>();
  const bodies = (key: string) =>
    Array.from({ length: counts.get(key) ?? 0 }, (_, index) => `{"account":"${key}","amount":${index + 1}}`);
  const waiting = async () => (await service.pool.query<OutboxMessage>('SELECT * FROM outbox')).rows.length;

  const relayOf = (
    publisher: Publisher,
    more: Partial<RelayOptions & { owner: string; ttlMs: number; now: () => number }> = {},
  ) => {
    const { owner = 'relay', ttlMs = 15_000, now = () => performance.now(), ...options } = more;
    const leases = new Leases({ store: postgresLeaseStore(service.pool), name: 'outbox', owner, ttlMs, now });
    const errors: unknown[] = [];
    const relay = new Relay({
      store: postgresOutboxStore(service.pool),
      leases,
      publisher,
      timers: hastyTimers,
      random: () => 0.5,
      onError: (error) => void errors.push(error),
      ...options,
    });
    running.add(relay);
    return { relay, leases, errors };
  };
  const drained = () => eventually(async () => expect(await waiting()).toBe(0));

  it('publishes the keys in their order and notes where each message stands', async () => {
    counts.clear();
    await write('a', 'b', 'a', 'c', 'a', 'b');
    const { rows } = await service.pool.query<OutboxMessage>(
      'SELECT id, key, topic FROM outbox ORDER BY position',
    );
    const topic = new Topic();
    relayOf(topic, { batchSize: 2 }).relay.start();
    await drained();
    expect(['a', 'b', 'c'].map((key) => topic.of(key))).toEqual(['a', 'b', 'c'].map(bodies));
    const { rows: sent } = await service.pool.query(
      `SELECT day = (now() AT TIME ZONE 'UTC')::date AS today, id, topic, key, partition, "offset" FROM outbox_sent ORDER BY "offset"`,
    );
    expect(sent).toEqual(
      rows.map(({ id, key }, offset) => ({
        today: true,
        id,
        topic: 'bank.events',
        key,
        partition: shardOf(key) % 3,
        offset,
      })),
    );
  });

  it.each([
    { what: 'refuses', spoil: () => Promise.reject(new Error('refused')), extra: 0 },
    {
      what: 'stores and then fails',
      spoil: (store: () => unknown) => {
        store();
        return Promise.reject(new Error('the answer was lost'));
      },
      extra: 3,
    },
  ])('sends again what the broker $what, in order', async ({ spoil, extra }) => {
    counts.clear();
    await write('a', 'a', 'b');
    const topic = new Topic();
    topic.next = [spoil, spoil];
    const { relay, errors } = relayOf(topic);
    relay.start();
    await drained();
    await write('a');
    relay.committed();
    await drained();
    expect([topic.of('a'), topic.of('b')]).toEqual([bodies('a'), bodies('b')]);
    expect([errors.length, topic.log.length]).toEqual([2, 4 + 2 * extra]);
  });

  it('loses nothing when it ends between the acknowledgement and the move', async () => {
    counts.clear();
    await write('a', 'a');
    const topic = new Topic();
    // The pool is gone when the answer comes, as after a crash.
    const doomed = service.another();
    const leases = new Leases({
      store: postgresLeaseStore(doomed),
      name: 'outbox',
      owner: 'doomed',
      ttlMs: 15_000,
      now: () => performance.now(),
    });
    const crashed = new Relay({
      store: postgresOutboxStore(doomed),
      leases,
      publisher: topic,
      timers: hastyTimers,
      random: () => 0.5,
    });
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    topic.next = [
      async (store) => {
        const positions = store();
        await doomed.end();
        end();
        return positions;
      },
    ];
    crashed.start();
    await ended;
    await crashed.stop();
    expect([await waiting(), topic.log.length]).toEqual([2, 2]);
    await service.pool.query(
      `UPDATE leases SET expires_at = now() - interval '1 second' WHERE owner = 'doomed'`,
    );
    relayOf(topic).relay.start();
    await drained();
    expect([topic.log.map(({ body }) => body), topic.of('a')]).toEqual([
      [...bodies('a'), ...bodies('a')],
      bodies('a'),
    ]);
  });

  /** A lock on a key's oldest row, behind which its move waits. */
  const locked = async (key: string) => {
    const client = await service.another().connect();
    await client.query('BEGIN');
    await client.query('SELECT FROM outbox WHERE key = $1 ORDER BY position LIMIT 1 FOR UPDATE', [key]);
    const moving = async () => {
      const { rows } = await client.query<{ pid: number }>(
        `SELECT pid FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%DELETE FROM outbox%'`,
      );
      return rows.map(({ pid }) => pid);
    };
    const release = async () => {
      await client.query('ROLLBACK');
      client.release();
    };
    return { client, moving, release };
  };

  it('moves small batches together, and sends none of them again until then', async () => {
    counts.clear();
    const timers = new ManualTimers();
    const topic = new Topic();
    const moved: number[] = [];
    const { relay } = relayOf(topic, {
      timers,
      pollMs: 1_000,
      moveMs: 600,
      onBatch: (messages) => void moved.push(messages),
    });
    relay.start();
    for (let batch = 1; batch <= 3; batch++) {
      await write('a', 'b');
      relay.committed();
      await eventually(() => expect(topic.log).toHaveLength(2 * batch));
    }
    // It looks again at rows that it has sent.
    relay.committed();
    await write('a');
    relay.committed();
    await eventually(() => expect(topic.log).toHaveLength(7));
    expect([await waiting(), moved]).toEqual([7, []]);
    timers.advance(600);
    await drained();
    expect([topic.of('a'), topic.of('b'), topic.log.length]).toEqual([bodies('a'), bodies('b'), 7]);
    // The relay counts them when its statement has returned.
    await eventually(() => expect(moved).toEqual([7]));
  });

  it('moves what it has sent before it stops', async () => {
    counts.clear();
    const timers = new ManualTimers();
    const topic = new Topic();
    const { relay } = relayOf(topic, { timers, moveMs: 600 });
    await write('a');
    relay.start();
    await eventually(() => expect(topic.log).toHaveLength(1));
    await relay.stop();
    expect(await waiting()).toBe(0);
  });

  it('moves a batch while it sends the next, and sends no third before that is moved', async () => {
    counts.clear();
    await write('a', 'a', 'a', 'a');
    const topic = new Topic();
    const lock = await locked('a');
    relayOf(topic, { batchSize: 1 }).relay.start();
    await eventually(async () => {
      expect(topic.of('a')).toEqual(bodies('a').slice(0, 2));
      expect(await lock.moving()).toHaveLength(1);
    });
    expect([topic.log.length, await waiting()]).toEqual([2, 4]);
    await lock.release();
    await drained();
    expect(topic.log.map(({ body }) => body)).toEqual(bodies('a'));
  });

  it('moves a batch that could not be moved once more, and does not send it again', async () => {
    counts.clear();
    await write('a', 'a', 'a');
    const topic = new Topic();
    const lock = await locked('a');
    topic.next = [
      (store) => Promise.resolve(store()),
      async (store) => {
        const positions = store();
        await eventually(async () => expect(await lock.moving()).toHaveLength(1));
        for (const pid of await lock.moving())
          await lock.client.query('SELECT pg_terminate_backend($1)', [pid]);
        await lock.release();
        return positions;
      },
    ];
    const { relay, errors } = relayOf(topic, { batchSize: 1 });
    relay.start();
    await drained();
    expect(topic.log.map(({ body }) => body)).toEqual(bodies('a'));
    expect(errors).toHaveLength(1);
  });

  it('deletes nothing once its lease has passed to another', async () => {
    counts.clear();
    await write('a', 'b');
    const topic = new Topic();
    const { relay } = relayOf(topic, { owner: 'paused' });
    topic.next = [
      async (store) => {
        // Paused past its term; meanwhile another takes its shards.
        await service.pool.query(
          `UPDATE leases SET expires_at = now() - interval '1 second' WHERE owner = 'paused'`,
        );
        await new Leases({
          store: postgresLeaseStore(service.pool),
          name: 'outbox',
          owner: 'other',
          ttlMs: 15_000,
          now: () => performance.now(),
        }).hold();
        void relay.stop();
        return store();
      },
    ];
    relay.start();
    await eventually(() => expect(topic.log).toHaveLength(2));
    await relay.stop();
    expect(await waiting()).toBe(2);
    const { rows } = await service.pool.query(
      `SELECT count(*)::int AS kept FROM leases WHERE name = 'outbox' AND owner = 'other'`,
    );
    expect(rows).toEqual([{ kept: SHARDS }]);
  });

  it('gives a send no longer than the lease lasts', async () => {
    await write('a');
    const topic = new Topic();
    let now = 0;
    const { relay } = relayOf(topic, { ttlMs: 10_000, now: () => now });
    topic.next = [
      (store) => {
        now += 3_000;
        return Promise.resolve(store());
      },
    ];
    relay.start();
    await drained();
    await write('a');
    relay.committed();
    await drained();
    expect(topic.timeouts).toEqual([9_500, 6_500]);
  });

  const parked = async () => {
    const { rows } = await service.pool.query<{ key: string; tries: number; error: string; wait: number }>(
      `SELECT key, tries, error, round(extract(epoch FROM retry_at - parked_at))::int AS wait FROM outbox_parked ORDER BY key`,
    );
    return rows;
  };

  it('parks a key whose message the broker refuses five times; the other keys flow', async () => {
    counts.clear();
    await write('poison', 'a', 'bane', 'b', 'poison', 'a');
    const topic = new Topic();
    topic.poison.add('poison').add('bane');
    const { relay } = relayOf(topic);
    relay.start();
    const entry = { tries: 5, error: 'too large', wait: 30 };
    await eventually(async () =>
      expect(await parked()).toEqual([
        { key: 'bane', ...entry },
        { key: 'poison', ...entry },
      ]),
    );
    await write('b', 'poison');
    relay.committed();
    await eventually(async () => expect(await waiting()).toBe(4));
    expect([topic.of('a'), topic.of('b')]).toEqual([bodies('a'), bodies('b')]);
    // All that was tried is over: what flows now is tried once.
    const tries = topic.timeouts.length;
    await write('a');
    relay.committed();
    await eventually(() => expect(topic.of('a')).toEqual(bodies('a')));
    expect(topic.timeouts.length).toBe(tries + 1);
  });

  it('leaves a parked key out after a restart, tries again when asked, and then goes on in its order', async () => {
    counts.clear();
    await write('poison', 'a', 'poison');
    const topic = new Topic();
    topic.poison.add('poison');
    const first = relayOf(topic);
    first.relay.start();
    await eventually(async () => expect(await parked()).toHaveLength(1));
    await first.relay.stop();
    const second = relayOf(topic, { owner: 'second', parkedMs: 100 });
    second.relay.start();
    await write('b');
    second.relay.committed();
    await eventually(() => expect(topic.of('b')).toEqual(bodies('b')));
    expect([await waiting(), second.errors]).toEqual([2, []]);
    expect(await postgresOutboxStore(service.pool).retry('poison')).toBe(true);
    await eventually(async () => expect(await parked()).toMatchObject([{ tries: 6 }]));
    topic.poison.clear();
    await write('poison');
    expect(await postgresOutboxStore(service.pool).retry('poison')).toBe(true);
    await drained();
    await eventually(async () => expect(await parked()).toEqual([]));
    expect([topic.of('poison'), await postgresOutboxStore(service.pool).retry('poison')]).toEqual([
      bodies('poison'),
      false,
    ]);
  });

  it('parks no message that stands before the one at fault', async () => {
    counts.clear();
    await write('a', 'a', 'a', 'b');
    const topic = new Topic();
    const relayed = topic.publish.bind(topic);
    topic.publish = (rows, timeoutMs) =>
      rows.some(({ body }) => body === bodies('a')[1])
        ? Promise.reject(new Error('the second'))
        : relayed(rows, timeoutMs);
    relayOf(topic).relay.start();
    await eventually(async () => expect(await parked()).toMatchObject([{ key: 'a', error: 'the second' }]));
    expect([await waiting(), topic.of('a'), topic.of('b')]).toEqual([
      2,
      bodies('a').slice(0, 1),
      bodies('b'),
    ]);
  });

  it('finds the keys that the broker takes behind any number that it refuses', async () => {
    counts.clear();
    const bad = Array.from({ length: 9 }, (_, index) => `bad-${index}`);
    await write(...bad, 'good');
    const topic = new Topic();
    for (const key of bad) topic.poison.add(key);
    relayOf(topic).relay.start();
    await eventually(() => expect(topic.of('good')).toEqual(bodies('good')));
  });

  it('would be held up altogether if it parked nothing', async () => {
    counts.clear();
    await write('poison', 'a');
    const topic = new Topic();
    topic.poison.add('poison');
    for (let tries = 0; tries < 20; tries++) {
      const { rows } = await service.pool.query<OutboxMessage>('SELECT * FROM outbox ORDER BY position');
      await topic.publish(rows, 1_000).catch(() => undefined);
    }
    expect([await waiting(), topic.of('a')]).toEqual([2, []]);
  });

  it('blames no key while the broker takes nothing', async () => {
    counts.clear();
    const keys = Array.from({ length: 6 }, (_, index) => `key-${index}`);
    await write(...keys);
    const topic = new Topic();
    for (const key of keys) topic.poison.add(key);
    const { relay, errors } = relayOf(topic);
    relay.start();
    await eventually(() => expect(errors.length).toBeGreaterThan(10));
    expect(await parked()).toEqual([]);
    topic.poison.clear();
    await drained();
    expect(keys.map((key) => topic.of(key))).toEqual(keys.map(bodies));
  });

  it('goes on when the database comes back', async () => {
    counts.clear();
    await write('a');
    const topic = new Topic();
    const { relay } = relayOf(topic);
    topic.next = [
      async (store) => {
        const positions = store();
        await service.pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
        );
        return positions;
      },
    ];
    relay.start();
    await drained();
    expect(topic.of('a')).toEqual(bodies('a'));
  });

  it('looks by itself when nobody wakes it, and at once when woken', async () => {
    const timers = new ManualTimers();
    const topic = new Topic();
    const { relay } = relayOf(topic, { timers, pollMs: 500, moveMs: 0 });
    relay.start();
    await eventually(() => expect(timers.waiting).toBe(1));
    await write('a');
    timers.advance(499);
    expect(topic.log).toHaveLength(0);
    timers.advance(1);
    await drained();
    await eventually(() => expect(timers.waiting).toBe(1));
    await write('a');
    relay.committed();
    await drained();
    expect(topic.log).toHaveLength(2);
  });

  it('looks every 5 s alone, and every 50 ms as soon as the members of the group have changed', async () => {
    const timers = new ManualTimers();
    const topic = new Topic();
    // A member that is no longer alone keeps the first half of the shards.
    const key = ['a', 'b', 'c', 'd', 'e'].find((one) => shardOf(one) < SHARDS / 2)!;
    // Its clock stands still, so that its leases are never due.
    const { relay, leases } = relayOf(topic, { owner: 'one', timers, moveMs: 0, now: () => 0 });
    relay.start();
    await eventually(() => expect(timers.waiting).toBe(1));
    await write(key);
    timers.advance(4_999);
    expect(topic.log).toHaveLength(0);
    timers.advance(1);
    await drained();
    await eventually(() => expect(timers.waiting).toBe(1));

    await relayOf(topic, { owner: 'two' }).leases.hold();
    relay.membersChanged();
    await eventually(() => expect([leases.members, timers.waiting]).toEqual([2, 1]));
    await write(key);
    timers.advance(50);
    await drained();
    expect(topic.log).toHaveLength(2);
  });

  describe('of what its own process commits', () => {
    /** A relay that looks only when it must, how often it did, and the writer of its process. */
    const started = async (topic: Topic, committed = (written: CommittedMessages) => written) => {
      let looks = 0;
      const store = postgresOutboxStore(service.pool);
      const counting = {
        ...store,
        oldest: (wanted: Parameters<OutboxStore['oldest']>[0]) => (looks++, store.oldest(wanted)),
      };
      const timers = new ManualTimers();
      const { relay } = relayOf(topic, { store: counting, timers, moveMs: 600 });
      relay.start();
      await eventually(() => expect([looks, timers.waiting]).toEqual([1, 1]));
      const own = world.unitOfWork({
        committed: ({ outbox }) => relay.committed(outbox && committed(outbox)),
      });
      return { timers, looks: () => looks, own };
    };
    const arrived = (topic: Topic, ...of: string[]) =>
      eventually(() => expect(of.map((key) => topic.of(key))).toEqual(of.map(bodies)));

    it('publishes the messages without looking for them, and moves them', async () => {
      counts.clear();
      const topic = new Topic();
      const { own, looks, timers } = await started(topic);
      for (let round = 0; round < 3; round++) {
        await writeWith(own, 'a', 'b');
        await arrived(topic, 'a', 'b');
      }
      timers.advance(600);
      await drained();
      expect([looks(), topic.log.length]).toEqual([1, 6]);
      const { rows } = await service.pool.query('SELECT id FROM outbox_sent ORDER BY "offset"');
      expect(rows).toEqual(topic.log.map(({ id }) => ({ id })));
    });

    /** Another instance commits the first message of a key, and nobody tells the relay. */
    const ownAfterAnother = async (
      topic: Topic,
      committed?: (written: CommittedMessages) => CommittedMessages,
    ) => {
      counts.clear();
      const { own, looks } = await started(topic, committed);
      await write('a');
      await writeWith(own, 'a', 'b');
      await eventually(() => expect(topic.of('b')).toEqual(bodies('b')));
      return looks();
    };

    it('publishes what another instance has committed of the same key before', async () => {
      const topic = new Topic();
      expect(await ownAfterAnother(topic)).toBeGreaterThan(1);
      expect(topic.of('a')).toEqual(bodies('a'));
    });

    it('would publish a key out of order if it did not know the earlier messages', async () => {
      const topic = new Topic();
      await ownAfterAnother(topic, (written) => ({ ...written, earlier: [] }));
      expect(topic.of('a')).toEqual(bodies('a').slice(1));
    });

    it('keeps the order of a key after the broker has failed', async () => {
      counts.clear();
      const topic = new Topic();
      const { own, timers } = await started(topic);
      topic.next = [() => Promise.reject(new Error('the broker is away'))];
      await writeWith(own, 'a');
      // It waits before it tries again, and then finds both.
      await eventually(() => expect(timers.waiting).toBe(2));
      await writeWith(own, 'a');
      timers.advance(100);
      await arrived(topic, 'a');
      expect(topic.log).toHaveLength(2);
    });

    it('publishes nothing of a parked key', async () => {
      counts.clear();
      await write('poison');
      const { rows } = await service.pool.query<OutboxMessage>('SELECT * FROM outbox');
      await postgresOutboxStore(service.pool).park(rows[0]!, 5, new Error('too large'));
      const topic = new Topic();
      const { own } = await started(topic);
      await writeWith(own, 'poison', 'a');
      await arrived(topic, 'a');
      expect([topic.of('poison'), await waiting()]).toEqual([[], 3]);
    });
  });

  it('ends after the batch in flight and gives its shards back', async () => {
    await write('a');
    const topic = new Topic();
    const { relay } = relayOf(topic);
    let stopped: Promise<void> | undefined;
    topic.next = [
      (store) => {
        stopped = relay.stop();
        return Promise.resolve(store());
      },
    ];
    relay.start();
    await eventually(() => expect(stopped).not.toBe(undefined));
    await stopped;
    const { rows } = await service.pool.query(
      `SELECT count(*)::int AS free FROM leases WHERE name = 'outbox' AND owner IS NULL AND expires_at <= now()`,
    );
    expect([await waiting(), rows]).toEqual([0, [{ free: SHARDS }]]);
  });

  it('shares the keys with another, and each follows its own order', async () => {
    counts.clear();
    const keys = Array.from({ length: 12 }, (_, index) => `key-${index}`);
    const topic = new Topic('one');
    const other = new Topic('other', topic);
    let now = 0;
    const one = relayOf(topic, { owner: 'one', now: () => now });
    const two = relayOf(other, { owner: 'two', now: () => now });
    one.relay.start();
    await eventually(async () => expect(await one.leases.hold()).toHaveLength(SHARDS));
    two.relay.start();
    await eventually(() => expect(two.leases.members).toBe(2));
    // A third of the term later the first one sees the second and leaves it half.
    now = 6_000;
    await eventually(async () => {
      expect((await one.leases.hold()).length).toBe(SHARDS / 2);
    });
    now = 12_000;
    await eventually(async () => expect((await two.leases.hold()).length).toBe(SHARDS / 2));
    for (let round = 0; round < 3; round++) await write(...keys);
    one.relay.committed();
    two.relay.committed();
    await drained();
    expect(keys.map((key) => topic.of(key))).toEqual(keys.map(bodies));
    for (const key of keys) {
      const by = new Set(topic.log.filter((entry) => entry.key === key).map((entry) => entry.by));
      expect([key, by.size]).toEqual([key, 1]);
    }
    expect(new Set(topic.log.map(({ by }) => by))).toEqual(new Set(['one', 'other']));
  });
});

describe('leases', () => {
  let service: ServiceDatabase;
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  beforeAll(async () => {
    world = await postgresWorld('leases');
    ({ service } = world);
  });
  afterAll(() => world?.close());
  afterEach(() =>
    service.pool.query(
      `DELETE FROM leases WHERE name LIKE 'outbox/%'; UPDATE leases SET owner = NULL, expires_at = now() - interval '1 hour'`,
    ),
  );

  const member = (owner: string, clock: { now: number }) =>
    new Leases({
      store: postgresLeaseStore(service.pool),
      name: 'outbox',
      owner,
      ttlMs: 15_000,
      now: () => clock.now,
    });
  const shards = async (leases: Leases) =>
    (await leases.hold()).map(({ shard }) => shard).sort((a, b) => a - b);
  /** Two rounds of renewals, each after a third of the term. */
  const settle = async (clock: { now: number }, ...members: Leases[]) => {
    for (let round = 0; round < 2; round++) {
      clock.now += 5_001;
      for (const leases of members) await leases.hold();
    }
  };

  it('belong to one who is alone, and to nobody twice', async () => {
    const clock = { now: 0 };
    const members = ['a', 'b', 'c'].map((owner) => member(owner, clock));
    expect(await shards(members[0]!)).toEqual(Array.from({ length: SHARDS }, (_, shard) => shard));
    expect(await shards(members[1]!)).toEqual([]);
    await settle(clock, ...members);
    const held = await Promise.all(members.map(shards));
    expect(held.map(({ length }) => length).sort()).toEqual([4, 6, 6]);
    expect(new Set(held.flat()).size).toBe(SHARDS);
  });

  it('are renewed under the same token, and under a new one after they ran out', async () => {
    const clock = { now: 0 };
    const one = member('a', clock);
    const [{ token } = { token: 0 }] = await one.hold();
    clock.now += 5_001;
    expect((await one.hold())[0]?.token).toBe(token);
    await service.pool.query(`UPDATE leases SET expires_at = now() - interval '1 second' WHERE owner = 'a'`);
    clock.now += 5_001;
    expect((await one.hold())[0]?.token).toBe(token + 1);
  });

  it('are kept when several ask at once', async () => {
    const clock = { now: 0 };
    const one = member('a', clock);
    for (let round = 0; round < 5; round++, clock.now += 5_001) {
      const held = await Promise.all([shards(one), shards(one), shards(one)]);
      expect(held.map(({ length }) => length)).toEqual([SHARDS, SHARDS, SHARDS]);
    }
  });

  it('are not asked for again before a third of their term is over', async () => {
    const clock = { now: 0 };
    const one = member('a', clock);
    await one.hold();
    await service.pool.query(
      `INSERT INTO leases (name, shard, owner, token, expires_at) VALUES ('outbox/thief', 0, 'thief', 0, now() + interval '1 hour');
       UPDATE leases SET owner = 'thief' WHERE name = 'outbox'`,
    );
    clock.now = 5_000;
    expect([await shards(one), one.remainingMs()].flat()).toHaveLength(SHARDS + 1);
    clock.now = 5_001;
    expect(await shards(one)).toEqual([]);
  });

  it('pass to the others when one dies, once its term is over', async () => {
    const clock = { now: 0 };
    const [one, other] = [member('a', clock), member('b', clock)];
    await settle(clock, one, other);
    expect([(await shards(one)).length, (await shards(other)).length]).toEqual([8, 8]);
    clock.now += 5_001;
    expect((await shards(other)).length).toBe(8);
    await service.pool.query(`UPDATE leases SET expires_at = now() - interval '1 second' WHERE owner = 'a'`);
    clock.now += 5_001;
    expect((await shards(other)).length).toBe(SHARDS);
  });

  it('pass at once when one goes in peace', async () => {
    const clock = { now: 0 };
    const [one, other] = [member('a', clock), member('b', clock)];
    await settle(clock, one, other);
    await one.release();
    clock.now += 5_001;
    expect([(await shards(other)).length, one.remainingMs() <= 0]).toEqual([SHARDS, true]);
  });
});
