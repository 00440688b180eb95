import { type Timers, systemTimers } from '@waybill/kernel';
import { type OutboxMessage, type Position, type Publisher, shardOf } from '@waybill/outbox';
import {
  type Broker,
  type Consumption,
  type Delivery,
  type Subscription,
  type TopicSpec,
  partitionMismatch,
} from '../broker.js';
import { headersOf } from '../envelope.js';
import { filtered } from '../filter.js';

interface Group {
  readonly subscription: Subscription;
  readonly offsets: Map<string, number>;
  readonly inFlight: Map<string, Promise<void>>;
  stopped: boolean;
}

/** Topics in memory, for simulation and for a demo without Kafka. They end with the process. */
export class MemoryBroker implements Broker {
  readonly address = 'memory://';
  private readonly topics = new Map<string, Delivery[][]>();
  private readonly groups = new Set<Group>();
  /** Committed offsets of groups, so that a returning group continues where it stopped. */
  private readonly committed = new Map<string, Map<string, number>>();

  constructor(private readonly timers: Timers = systemTimers) {}

  readonly publisher: Publisher = {
    publish: async (rows) => rows.map((row) => this.append(row)),
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
      else if (known.length !== partitions)
        differences.push(partitionMismatch(name, partitions, known.length));
    }
    return Promise.resolve(differences);
  }

  subscribe(subscription: Subscription): Promise<Consumption> {
    const missing = subscription.topics.filter((topic) => !this.topics.has(topic));
    if (missing.length > 0) return Promise.reject(new Error(`no such topic: ${missing.join(', ')}`));
    const offsets = this.committed.get(subscription.group) ?? new Map<string, number>();
    this.committed.set(subscription.group, offsets);
    const group: Group = {
      subscription: filtered(subscription),
      offsets,
      inFlight: new Map(),
      stopped: false,
    };
    this.groups.add(group);
    this.dealAnew(group);
    return Promise.resolve({
      alive: () => !group.stopped,
      stop: async () => {
        group.stopped = true;
        await Promise.all(group.inFlight.values());
        // Not earlier: until then no other member may work on its partitions.
        this.groups.delete(group);
        this.dealAnew(group);
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
    for (const group of this.groups) this.wake(group.subscription.group, topic, partition);
    return { partition, offset: log.length - 1 };
  }

  private dealAnew(changed: Group): void {
    for (const { subscription } of this.groups)
      if (subscription.group === changed.subscription.group) subscription.joined?.();
    this.pump(changed);
  }

  private pump({ subscription: { group, topics } }: Group): void {
    for (const topic of topics)
      this.topics.get(topic)?.forEach((_, partition) => this.wake(group, topic, partition));
  }

  private wake(group: string, topic: string, partition: number): void {
    const name = `${topic}/${partition}`;
    const members = this.membersOf(group, topic);
    if (members.some(({ inFlight }) => inFlight.has(name))) return;
    const owner = this.ownerOf(members, partition);
    owner?.inFlight.set(name, this.drain(owner, topic, partition));
  }

  private membersOf(group: string, topic: string): Group[] {
    return [...this.groups].filter(
      ({ subscription }) => subscription.group === group && subscription.topics.includes(topic),
    );
  }

  /** The members of a group share the partitions. */
  private ownerOf(members: readonly Group[], partition: number): Group | undefined {
    const living = members.filter(({ stopped }) => !stopped);
    return living[partition % living.length];
  }

  private async drain(member: Group, topic: string, partition: number): Promise<void> {
    const { group, handle } = member.subscription;
    const name = `${topic}/${partition}`;
    const log = this.topics.get(topic)![partition]!;
    try {
      // As over a network, a record is never delivered in the turn in which it was sent.
      await new Promise<void>((resolve) => void this.timers.after(0, resolve));
      while (this.ownerOf(this.membersOf(group, topic), partition) === member) {
        const from = member.offsets.get(name) ?? 0;
        const records = log.slice(from, from + 500);
        if (records.length === 0) break;
        await handle(records);
        member.offsets.set(name, from + records.length);
      }
    } finally {
      // In the same turn as the last check, so that a later record finds the owner idle and wakes it.
      member.inFlight.delete(name);
    }
    if (this.ownerOf(this.membersOf(group, topic), partition) !== member) this.wake(group, topic, partition);
  }
}
