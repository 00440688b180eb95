import {
  type Broker,
  type Consumption,
  type Delivery,
  type Subscription,
  type TopicSpec,
  headersOf,
} from '@waybill/messaging';
import { type OutboxMessage, type Position, shardOf } from '@waybill/outbox';
import type { SimulatedProcess } from './simulated-process.js';
import { Redelivery } from './redelivery.js';
import type { World } from './world.js';

/** A member that does not poll for this long is removed from its group. */
const SESSION_MS = 10_000;

interface Member {
  readonly process: SimulatedProcess;
  readonly subscription: Subscription;
  /** Partitions whose records it is handling. */
  readonly busy: Set<string>;
}

interface Group {
  readonly members: Member[];
  readonly committed: Map<string, number>;
  /** Records to redeliver, by partition. */
  readonly again: Map<string, Redelivery>;
  /** Incremented by each rebalance. An offset commit of an older generation is refused. */
  generation: number;
}

/** The topics of a run, ordered per partition, with the duplicates and delays that at-least-once delivery allows. */
export class SimulatedBroker {
  readonly topics = new Map<string, Delivery[][]>();
  private readonly groups = new Map<string, Group>();

  constructor(
    private readonly world: World,
    topics: readonly TopicSpec[],
  ) {
    for (const { name, partitions } of topics)
      this.topics.set(
        name,
        Array.from({ length: partitions }, () => []),
      );
  }

  /** The broker for one process, with its network faults. */
  reachedBy(process: SimulatedProcess): Broker {
    return {
      address: 'simulation://',
      ensureTopics: () => Promise.resolve([]),
      ping: () => Promise.resolve(),
      close: () => Promise.resolve(),
      publisher: { publish: (rows) => process.call('publish', () => this.publish(rows)) },
      subscribe: (subscription) => process.call('subscribe', () => this.join(process, subscription)),
    };
  }

  /** All groups have handled all records of their topics. */
  get drained(): boolean {
    return [...this.groups.values()].every(
      ({ members, committed, again }) =>
        [...again.values()].every(({ over }) => over) &&
        [...new Set(members.flatMap(({ subscription }) => subscription.topics))].every((topic) =>
          this.topics
            .get(topic)!
            .every((log, partition) => (committed.get(`${topic}/${partition}`) ?? 0) === log.length),
        ),
    );
  }

  /** The session of a member has expired: the other members take over, and it may rejoin. */
  silent(process: SimulatedProcess): void {
    for (const [name, group] of this.groups) {
      const member = group.members.find((one) => one.process === process);
      if (!member) continue;
      group.members.splice(group.members.indexOf(member), 1);
      this.deal(name, group);
      if (process.alive) process.timers.after(1_000, () => this.rejoin(name, group, member));
    }
  }

  /** Appends a record. */
  append(record: Omit<Delivery, 'partition' | 'offset'>): Position {
    const partitions = this.topics.get(record.topic);
    if (!partitions) throw new Error(`no such topic: ${record.topic}`);
    const partition = shardOf(record.key) % partitions.length;
    const log = partitions[partition]!;
    const offset = log.length;
    log.push({ ...record, partition, offset });
    for (const [name, group] of this.groups) this.pump(name, group, record.topic, partition);
    return { partition, offset };
  }

  private async publish(rows: readonly OutboxMessage[]): Promise<readonly Position[]> {
    const { faults, chance } = this.world;
    if (faults.hits('message lost before send')) throw new Error('the broker did not respond');
    const part = faults.hits('batch sent in part') ? chance.between(0, rows.length - 1) : rows.length;
    const positions = rows.slice(0, part).map((row) => this.send(row));
    if (part < rows.length) throw new Error('the broker accepted a part of the batch and disconnected');
    if (faults.hits('send answer lost')) throw new Error('the response of the broker was lost');
    return positions;
  }

  private send(row: OutboxMessage): Position {
    const { topic, key, body } = row;
    const position = this.append({ topic, key, value: Buffer.from(body), headers: headersOf(row) });
    this.world.trace(`sent ${row.type} ${row.id} to ${topic}/${position.partition}/${position.offset}`);
    return position;
  }

  private join(process: SimulatedProcess, subscription: Subscription): Promise<Consumption> {
    const name = subscription.group;
    const group: Group = this.groups.get(name) ?? {
      members: [],
      committed: new Map(),
      again: new Map(),
      generation: 0,
    };
    this.groups.set(name, group);
    const member: Member = { process, subscription, busy: new Set() };
    group.members.push(member);
    process.ended.add(() => void this.world.time.after(SESSION_MS, () => this.silent(process)));
    this.deal(name, group);
    return Promise.resolve({ alive: () => process.alive, stop: () => Promise.resolve() });
  }

  private rejoin(name: string, group: Group, member: Member): void {
    if (!member.process.alive || group.members.includes(member)) return;
    group.members.push(member);
    this.deal(name, group);
  }

  private deal(name: string, group: Group): void {
    group.generation++;
    for (const { subscription, process } of group.members) if (process.alive) subscription.joined?.();
    for (const topic of new Set(group.members.flatMap(({ subscription }) => subscription.topics)))
      this.topics.get(topic)?.forEach((_, partition) => this.pump(name, group, topic, partition));
  }

  private ownerOf({ members }: Group, topic: string, partition: number): Member | undefined {
    const readers = members.filter(({ subscription }) => subscription.topics.includes(topic));
    return readers[partition % readers.length];
  }

  /** Delivers the next records of the partition to its owner, unless the owner is handling earlier ones. */
  private pump(name: string, group: Group, topic: string, partition: number): void {
    const owner = this.ownerOf(group, topic, partition);
    const place = `${topic}/${partition}`;
    const log = this.topics.get(topic)![partition]!;
    const read = (group.committed.get(place) ?? 0) >= log.length;
    if (!owner || owner.busy.has(place) || (read && (group.again.get(place)?.over ?? true))) return;
    owner.busy.add(place);
    const { faults, chance } = this.world;
    const late = faults.hits('message delayed') ? chance.spread(1_000, 90_000) : this.world.latency();
    owner.process.timers.after(late, () => void this.deliver(name, group, owner, topic, partition));
  }

  private async deliver(
    name: string,
    group: Group,
    member: Member,
    topic: string,
    partition: number,
  ): Promise<void> {
    const { faults, chance } = this.world;
    const place = `${topic}/${partition}`;
    const { generation } = group;
    const from = group.committed.get(place) ?? 0;
    const records = this.topics.get(topic)![partition]!.slice(from, from + chance.spread(1, 50));
    const delivered = this.againOf(group, place)?.mix(records) ?? records;
    if (this.ownerOf(group, topic, partition) === member && delivered.length > 0) {
      const reordered = faults.hits('keys reordered');
      await member.subscription.handle(reordered ? shuffled(delivered, () => chance.next()) : delivered);
      await member.process.call('offset commit', () => {
        if (group.generation !== generation)
          this.world.recovered('consumer: records redelivered to another member');
        else if (!faults.hits('message doubled')) group.committed.set(place, from + records.length);
      });
      if (faults.hits('consumer set back') && group.generation === generation)
        group.committed.set(place, Math.max(0, from - chance.between(0, 20)));
    }
    member.busy.delete(place);
    this.pump(name, group, topic, partition);
  }

  private againOf({ again }: Group, place: string): Redelivery | undefined {
    const { deliveries, chance } = this.world;
    if (deliveries === 1) return undefined;
    const known = again.get(place) ?? new Redelivery(deliveries, chance.stream(`again ${place}`));
    again.set(place, known);
    return known;
  }
}

/** Reorders the keys; the records of each key stay in order. */
function shuffled(records: readonly Delivery[], random: () => number): Delivery[] {
  const ranks = new Map<string, number>();
  for (const { key } of records) if (!ranks.has(key)) ranks.set(key, random());
  return [...records].sort((a, b) => ranks.get(a.key)! - ranks.get(b.key)!);
}
