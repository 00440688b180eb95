import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import { booked, eventually, hastyTimers, postgresWorld } from '@waybill/testing';
import { Leases } from '../leases.js';
import type { OutboxMessage } from '../outbox-message.js';
import { postgresLeaseStore } from '../postgres/lease-store.js';
import { postgresOutboxStore } from '../postgres/outbox-store.js';
import type { Position, Publisher } from '../publisher.js';
import { Relay } from '../relay.js';
import { ReplicationRelay, type ReplicationRelayOptions } from './replication-relay.js';
import { ensureSlot, outboxSlotOf, slotState } from './slot.js';

/** Keeps what is published; `spoil` stands between the storing and the answer. */
class Topic implements Publisher {
  readonly log: OutboxMessage[] = [];
  spoil: (() => Promise<void>) | undefined;

  async publish(rows: readonly OutboxMessage[]): Promise<readonly Position[]> {
    this.log.push(...rows);
    await this.spoil?.();
    return rows.map((_, offset) => ({ partition: 0, offset }));
  }

  get bodies(): string[] {
    return this.log.map(({ body }) => body);
  }
}

describe('the relay that reads the WAL', () => {
  let world: Awaited<ReturnType<typeof postgresWorld>>;
  let slot: string;
  let unitOfWork: ReturnType<typeof world.unitOfWork>;
  const running = new Set<ReplicationRelay>();
  beforeAll(async () => {
    world = await postgresWorld('replication');
    unitOfWork = world.transientUnitOfWork();
    slot = outboxSlotOf(world.service.url);
  });
  beforeEach(() => ensureSlot(world.pool, slot));
  afterEach(async () => {
    await Promise.all([...running].map((relay) => relay.stop()));
    running.clear();
    await eventually(async () => expect((await slotState(world.pool, slot))?.active).toBe(false));
    await world.pool.query(`SELECT pg_drop_replication_slot($1)`, [slot]);
    await world.pool.query('DELETE FROM outbox');
  });
  afterAll(() => world?.close());

  const write = (key: string, amount: number) =>
    unitOfWork.run(world.context('write'), async (tx) => {
      tx.publish(booked, key, { account: key, amount });
    });
  const body = (key: string, amount: number) => JSON.stringify({ account: key, amount });
  const standing = async () =>
    (await world.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM outbox')).rows[0]!.n;

  const relayOf = (publisher: Publisher, more: Partial<ReplicationRelayOptions> = {}) => {
    const errors: unknown[] = [];
    const relay = new ReplicationRelay({
      url: world.service.url,
      slot,
      publisher,
      timers: systemTimers,
      random: () => 0.5,
      onError: (error) => void errors.push(error),
      ...more,
    });
    running.add(relay);
    return { relay, errors };
  };

  it('sends what is committed, in the order of the commits, and the table stays empty', async () => {
    const topic = new Topic();
    relayOf(topic, { batchSize: 3 }).relay.start();
    const expected = Array.from({ length: 20 }, (_, nr) => body(`key-${nr % 3}`, nr));
    for (let nr = 0; nr < 20; nr++) await write(`key-${nr % 3}`, nr);
    await eventually(() => expect(topic.bodies).toEqual(expected));
    expect(await standing()).toBe(0);
  });

  it('hands the publisher the very messages that the polling relay hands it', async () => {
    const more = { userId: 'user-7', tenant: 'north "1"', causationId: 'cause \\ 1' };
    // These stand until they are sent, so that both relays see them.
    const standingUnitOfWork = world.unitOfWork();
    for (const account of ['plain', 'Straße 🚚 "quoted" \\ \n\t\u0007', '{}', 'NULL']) {
      await standingUnitOfWork.run(world.context('write', more), async (tx) => {
        tx.publish(
          booked,
          account,
          { account, amount: 1 },
          { aggregateType: 'account', aggregateVersion: 7 },
        );
        tx.publish(booked, account, { account, amount: -1 });
      });
    }
    const [streamed, polled] = [new Topic(), new Topic()];
    relayOf(streamed).relay.start();
    await eventually(() => expect(streamed.log).toHaveLength(8));
    const relay = new Relay({
      store: postgresOutboxStore(world.pool),
      leases: new Leases({
        store: postgresLeaseStore(world.pool),
        name: 'outbox',
        owner: 'relay',
        ttlMs: 15_000,
        now: () => performance.now(),
      }),
      publisher: polled,
      timers: hastyTimers,
      random: () => 0.5,
    });
    relay.start();
    await eventually(async () => expect(await standing()).toBe(0));
    await relay.stop();
    expect(streamed.log).toEqual(polled.log);
  });

  it('never sends what was rolled back', async () => {
    const topic = new Topic();
    relayOf(topic).relay.start();
    const refused = unitOfWork.run(world.context('write'), async (tx) => {
      tx.publish(booked, 'a', { account: 'a', amount: 1 });
      throw new Error('no');
    });
    await expect(refused).rejects.toThrow('no');
    const client = await world.pool.connect();
    await client.query('BEGIN');
    await insert(client, 'rolled back');
    await client.query('ROLLBACK');
    client.release();
    await write('a', 2);
    await eventually(() => expect(topic.bodies).toEqual([body('a', 2)]));
  });

  const insert = async (client: { query(sql: string, values: unknown[]): Promise<unknown> }, text: string) =>
    void (await client.query(
      `INSERT INTO outbox (shard, topic, key, id, type, version, source, time, correlation_id, causation_id, tenant, traceparent, body)
       VALUES (0, 't', $1, $1, 'type', 1, '/test', now(), 'c', 'c', 'default', '00', $1)`,
      [text],
    ));

  it('does not skip a transaction that began first and committed last, as a cursor over positions does', async () => {
    const topic = new Topic();
    relayOf(topic).relay.start();
    const cursor = new PositionCursor(world.pool);
    const [late, early] = await Promise.all([world.pool.connect(), world.pool.connect()]);
    await late.query('BEGIN');
    await insert(late, 'late');
    await early.query('BEGIN');
    await insert(early, 'early');
    await early.query('COMMIT');
    await cursor.look();
    await eventually(() => expect(topic.bodies).toEqual(['early']));
    await eventually(async () => expect((await slotState(world.pool, slot))?.bytes).toBeGreaterThan(0));
    await late.query('COMMIT');
    await cursor.look();
    for (const client of [late, early]) client.release();
    await eventually(() => expect(topic.bodies).toEqual(['early', 'late']));
    expect(cursor.seen).toEqual(['early']);
  });

  it('loses nothing when it dies between acknowledgement and confirmation: the next one sends again', async () => {
    const topic = new Topic();
    let died = () => {};
    const dead = new Promise<void>((resolve) => (died = resolve));
    topic.spoil = async () => {
      // Acknowledged, and the connection is gone before anything is confirmed, as after kill -9.
      topic.spoil = undefined;
      void first.relay.stop();
      await world.pool.query(
        `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = $1`,
        [slot],
      );
      await eventually(async () => expect((await slotState(world.pool, slot))?.active).toBe(false));
      died();
    };
    const first = relayOf(topic);
    first.relay.start();
    await write('a', 1);
    await dead;
    await first.relay.stop();
    await write('a', 2);
    relayOf(topic).relay.start();
    await eventually(() => expect(topic.bodies.slice(-2)).toEqual([body('a', 1), body('a', 2)]));
    expect(topic.bodies[0]).toBe(body('a', 1));
  });

  it('sends again what the broker refuses, and nothing behind it before', async () => {
    const topic = new Topic();
    let refusals = 0;
    topic.spoil = async () => {
      topic.log.length = 0;
      if (++refusals < 3) throw new Error('refused');
      topic.spoil = undefined;
      throw new Error('the last one');
    };
    const { relay, errors } = relayOf(topic, { timers: hasty });
    relay.start();
    await write('a', 1);
    await write('a', 2);
    await eventually(() => expect(topic.bodies).toEqual([body('a', 1), body('a', 2)]));
    expect(errors.map((error) => (error as Error).message)).toEqual(['refused', 'refused', 'the last one']);
  });

  /** Pauses between tries are short; keepalives come as usual. */
  const hasty: typeof systemTimers = {
    after: (ms, callback) => systemTimers.after(ms < 3_000 ? 1 : ms, callback),
  };

  it('is done by one instance at a time, and by the next when it goes', async () => {
    const [one, two] = [new Topic(), new Topic()];
    const first = relayOf(one);
    first.relay.start();
    await write('a', 1);
    await eventually(() => expect(one.bodies).toEqual([body('a', 1)]));
    const second = relayOf(two, { timers: hasty });
    second.relay.start();
    await write('a', 2);
    await eventually(() => expect(one.bodies).toEqual([body('a', 1), body('a', 2)]));
    await first.relay.stop();
    await write('a', 3);
    await eventually(() => expect(two.bodies).toEqual([body('a', 3)]));
    expect([first.errors, second.errors, one.bodies.length]).toEqual([[], [], 2]);
  });

  it('goes on when the server ends its connection', async () => {
    const topic = new Topic();
    const { relay } = relayOf(topic, { timers: hasty });
    relay.start();
    await write('a', 1);
    await eventually(() => expect(topic.bodies).toEqual([body('a', 1)]));
    await world.pool.query(
      `SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = $1`,
      [slot],
    );
    await write('a', 2);
    await eventually(() => expect(topic.bodies.at(-1)).toBe(body('a', 2)));
  });

  it('lets the WAL go that it has read, also while there is nothing to send', async () => {
    const topic = new Topic();
    relayOf(topic).relay.start();
    const confirmed = async () =>
      (
        await world.pool.query<{ all: boolean }>(
          `SELECT confirmed_flush_lsn >= $2 AS all FROM pg_replication_slots WHERE slot_name = $1`,
          [slot, mark],
        )
      ).rows[0]!.all;
    await world.pool.query('CREATE TABLE noise AS SELECT generate_series(1, 10000)');
    const mark = (await world.pool.query<{ at: string }>('SELECT pg_current_wal_lsn()::text AS at')).rows[0]!
      .at;
    await eventually(async () => expect(await confirmed()).toBe(true));
    expect(topic.log).toEqual([]);
  });

  it('says what a role lacks that may not replicate', async () => {
    await world.pool.query(`SELECT pg_drop_replication_slot($1)`, [slot]);
    await world.pool.query(`CREATE ROLE ${slot}_plain; GRANT SELECT ON outbox TO ${slot}_plain`);
    const client = await world.pool.connect();
    await client.query(`SET ROLE ${slot}_plain`);
    await expect(ensureSlot(client as never, slot)).rejects.toThrow(
      `cannot create the replication slot ${slot}: the service’s role needs ALTER ROLE … REPLICATION (docs/cdc.md)`,
    );
    await client.query(`RESET ROLE`);
    client.release();
    await world.pool.query(`DROP OWNED BY ${slot}_plain; DROP ROLE ${slot}_plain`);
    await ensureSlot(world.pool, slot);
  });
});

/** The naive reader: remembers the highest position it has seen. */
class PositionCursor {
  readonly seen: string[] = [];
  private last = 0;

  constructor(
    private readonly pool: { query(sql: string, values: unknown[]): Promise<{ rows: unknown[] }> },
  ) {}

  async look(): Promise<void> {
    const { rows } = await this.pool.query(
      'SELECT position, body FROM outbox WHERE position > $1 ORDER BY 1',
      [this.last],
    );
    for (const { position, body } of rows as OutboxMessage[]) {
      this.last = position;
      this.seen.push(body);
    }
  }
}
