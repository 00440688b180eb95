import { type Timers, systemTimers } from '@waybill/kernel';
import { type OutboxMessage, type Position, type Publisher, shardOf } from '@waybill/outbox';
import type { Broker, Consumption, Delivery, Subscription, TopicSpec } from '../broker.js';
import { headersOf } from '../envelope.js';

interface Group {
  readonly subscription: Subscription;
  readonly offsets: Map<string, number>;
  readonly inFlight: Map<string, Promise<void>>;
  stopped: boolean;
}

/** Topics in this process: for simulation, and for a demo where there is no Kafka. What it holds ends with the process. */
export class MemoryBroker implements Broker {
  readonly address = 'memory://';
  private readonly topics = new Map<string, Delivery[][]>();
  private readonly groups = new Set<Group>();
  /** Committed offsets of groups, so that a group that comes back goes on where it was. */
  private readonly committed = new Map<string, Map<string, number>>();

  constructor(private readonly timers: Timers = systemTimers) {}

  readonly publisher: Publisher = {
    publish: (rows) => Promise.resolve(rows.map((row) => this.append(row))),
  };

  ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]> {
    const differences: string[] = [];
    for (const { name, partitions } of topics) {
      const known = this.topics.get(name);
      if (!known)
        this.topics.set(
          name,
          Array.from({ length: partitions }, () => []),
        );
      else if (known.length !== partitions) differences.push(difference(name, partitions, known.length));
    }
    return Promise.resolve(differences);
  }

  subscribe(subscription: Subscription): Promise<Consumption> {
    const missing = subscription.topics.filter((topic) => !this.topics.has(topic));
    if (missing.length > 0) return Promise.reject(new Error(`no such topic: ${missing.join(', ')}`));
    const offsets = this.committed.get(subscription.group) ?? new Map<string, number>();
    this.committed.set(subscription.group, offsets);
    const group: Group = { subscription, offsets, inFlight: new Map(), stopped: false };
    this.groups.add(group);
    this.pump(group);
    return Promise.resolve({
      alive: () => !group.stopped,
      stop: async () => {
        group.stopped = true;
        this.groups.delete(group);
        await Promise.all(group.inFlight.values());
      },
    });
  }

  ping(): Promise<void> {
    return Promise.resolve();
  }

  close(): Promise<void> {
    for (const group of this.groups) group.stopped = true;
    this.groups.clear();
    return Promise.resolve();
  }

  private append(row: OutboxMessage): Position {
    const partitions = this.topics.get(row.topic);
    if (!partitions) throw new Error(`no such topic: ${row.topic}`);
    const partition = shardOf(row.key) % partitions.length;
    const log = partitions[partition]!;
    const { topic, key } = row;
    log.push({
      topic,
      partition,
      offset: log.length,
      key,
      value: Buffer.from(row.body),
      headers: headersOf(row),
    });
    for (const group of this.groups)
      if (group.subscription.topics.includes(topic)) this.wake(group, topic, partition);
    return { partition, offset: log.length - 1 };
  }

  private pump(group: Group): void {
    for (const topic of group.subscription.topics) {
      this.topics.get(topic)?.forEach((_, partition) => this.wake(group, topic, partition));
    }
  }

  private wake(group: Group, topic: string, partition: number): void {
    const name = `${topic}/${partition}`;
    // Of several members of a group the first one takes the partition, as an assignment would.
    const taken = [...this.groups].some(
      (other) => other.subscription.group === group.subscription.group && other.inFlight.has(name),
    );
    if (taken || group.stopped) return;
    const work = this.drain(group, topic, partition).finally(() => group.inFlight.delete(name));
    group.inFlight.set(name, work);
  }

  private async drain(group: Group, topic: string, partition: number): Promise<void> {
    const name = `${topic}/${partition}`;
    const log = this.topics.get(topic)![partition]!;
    // A record crosses a network elsewhere: never in the turn in which it was sent.
    await new Promise<void>((resolve) => void this.timers.after(0, resolve));
    while (!group.stopped) {
      const from = group.offsets.get(name) ?? 0;
      const records = log.slice(from, from + 500);
      if (records.length === 0) return;
      await group.subscription.handle(records);
      group.offsets.set(name, from + records.length);
    }
  }
}

export function difference(topic: string, wanted: number, found: number): string {
  return `topic ${topic} has ${found} partitions where the table of topics says ${wanted}`;
}
