import {
  type Hold,
  type MemoryLeaseStore,
  type OutboxMessage,
  type OutboxStore,
  type RefusedKey,
  type Sent,
} from '@waybill/outbox';
import { outboxMessages, sentMessages } from '../tables.js';
import type { MemoryDatabase } from './memory-database.js';

interface Parked extends RefusedKey {
  readonly shard: number;
}

const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 3_600_000;

type Shards = readonly number[];

/** The outbox in the in-memory database, fenced by in-memory leases. */
export class MemoryOutboxStore implements OutboxStore {
  private readonly parked = new Map<string, Parked>();

  constructor(
    private readonly database: MemoryDatabase,
    private readonly leases: MemoryLeaseStore,
    /** Called when fewer messages are moved than were sent. */
    private readonly movedByAnother: () => void = () => {},
  ) {}

  oldest({ shards, limit, without }: { shards: Shards; limit: number; without: readonly number[] }) {
    return this.messages(
      ({ shard, position, key }) =>
        shards.includes(shard) && !without.includes(position) && !this.parked.has(key),
      limit,
    );
  }

  ofKey({ shards, limit, key }: { shards: Shards; limit: number; key: string }) {
    return this.messages((message) => shards.includes(message.shard) && message.key === key, limit);
  }

  move(sent: readonly Sent[], holds: readonly Hold[]): Promise<number> {
    const held = new Set(
      holds.filter((hold) => this.leases.isHeld('outbox', hold)).map(({ shard }) => shard),
    );
    const places = new Map(sent.map(({ message, position }) => [message.position, position]));
    const moved = this.database.select(
      outboxMessages,
      ({ position, shard }) => places.has(position) && held.has(shard),
    );
    if (moved.length < sent.length) this.movedByAnother();
    const day = this.database.clock.now().toISOString().slice(0, 10);
    const before = new Set(this.database.select(sentMessages, (row) => row.day === day).map(({ id }) => id));
    const inserts = moved
      .filter(({ id }) => !before.has(id))
      .map(({ id, topic, key, position }) => {
        const { partition, offset } = places.get(position)!;
        return { day, id, topic, key, partition, offset };
      });
    const none = { inserts: [], updates: [], touched: [], removals: [] };
    this.database.apply(
      [
        { ...none, rowType: outboxMessages, removals: moved },
        { ...none, rowType: sentMessages, inserts },
      ],
      [],
    );
    return Promise.resolve(inserts.length);
  }

  dueKeys(shards: Shards): Promise<readonly string[]> {
    const due = this.sorted((one) => one.retryAt).filter(
      ({ shard, retryAt }) => shards.includes(shard) && retryAt.getTime() <= this.now,
    );
    return Promise.resolve(due.slice(0, 100).map(({ key }) => key));
  }

  park({ key, shard, id, type, topic }: OutboxMessage, tries: number, error: unknown): Promise<void> {
    const before = this.parked.get(key);
    const doublings = before ? Math.min(before.tries - 4, 10) : 0;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** doublings, LONGEST_WAIT_MS);
    this.parked.set(key, {
      key,
      shard,
      messageId: id,
      type,
      topic,
      tries: before ? before.tries + 1 : tries,
      error: error instanceof Error ? error.message : String(error),
      parkedAt: before?.parkedAt ?? new Date(this.now),
      retryAt: new Date(this.now + wait),
    });
    return Promise.resolve();
  }

  release(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.parked.delete(key);
    return Promise.resolve();
  }

  parkedKeys(): Promise<readonly RefusedKey[]> {
    const first = this.sorted((one) => one.parkedAt).slice(0, 100);
    return Promise.resolve(first.map(({ shard: _, ...key }) => key));
  }

  retry(key: string): Promise<boolean> {
    const parked = this.parked.get(key);
    if (parked) this.parked.set(key, { ...parked, retryAt: new Date(this.now) });
    return Promise.resolve(parked !== undefined);
  }

  private messages(
    holds: (message: OutboxMessage) => boolean,
    limit: number,
  ): Promise<readonly OutboxMessage[]> {
    const found = this.database.select(outboxMessages, holds).sort((a, b) => a.position - b.position);
    return Promise.resolve(found.slice(0, limit));
  }

  private sorted(time: (parked: Parked) => Date): Parked[] {
    return [...this.parked.values()].sort(
      (a, b) => time(a).getTime() - time(b).getTime() || (a.key < b.key ? -1 : 1),
    );
  }

  private get now(): number {
    return this.database.clock.now().getTime();
  }
}
