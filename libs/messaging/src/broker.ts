import type { Publisher } from '@waybill/outbox';

/** The wanted settings of a topic. A missing topic is created; other differences are reported and left to the operator. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** -1: unlimited. */
  readonly retentionMs: number;
  /** Groups that receive every message from now on, even before they first subscribe. Only for brokers without a log. */
  readonly readers?: readonly string[];
}

/** A record as received from the broker. Text fields are decoded; the value is left as bytes. */
export interface Delivery {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Filter {
  /** `order.placed`, or `order.*` for all types with this prefix. */
  readonly types?: readonly string[];
  /** Headers that must have these values. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A partition whose next records cannot be decoded. Messages behind them wait. */
export interface StoppedPartition {
  readonly topic: string;
  readonly partition: number;
  /** Of the first record that cannot be decoded. */
  readonly offset: number;
  /** Why. */
  readonly error: Error;
}

export interface Subscription {
  /** Instances of one group share the partitions. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Filters records before they are parsed or claimed. */
  readonly only?: Filter;
  /** Wait after each fetch, for a subscriber that may be late: fewer and larger fetches cost less. Ignored by brokers that do not fetch. */
  readonly lingerMs?: number | undefined;
  /** Whether records of this type are skipped: they count as handled. A broker that does not ask delivers them too. */
  skips?(type: string): boolean;
  /**
   * Whether someone waits for what follows from messages of this topic. A broker that fetches may ask for the others a little later, and
   * less often. Default: someone does.
   */
  isAwaited?(topic: string): boolean;
  /** Called after the group was joined and after each rebalance, before the first record. */
  joined?(): void;
  /**
   * Handles records of one partition, in order; called for several partitions in parallel. Their offsets are committed when it resolves. It
   * must not reject: the broker cannot handle errors better than the consumer.
   */
  handle(records: readonly Delivery[]): Promise<void>;
  /** The next records of a partition cannot be decoded: it stops there and is tried again from time to time; others go on. */
  partitionStopped?(partition: StoppedPartition): void;
  /** A partition that was stopped goes on. */
  partitionResumed?(partition: Pick<StoppedPartition, 'topic' | 'partition'>): void;
  /** Handles a record that the broker gave up after too many redeliveries. It must not reject. */
  undeliverable?(record: Delivery): Promise<void>;
}

export interface Reading {
  readonly topics: readonly string[];
  /** A time, or an offset per partition. Default: the beginning of the topic. */
  readonly from?: Date | number | undefined;
  /** Handles records of one partition, in order. If it throws, reading ends with that error. */
  handle(records: readonly Delivery[]): Promise<void> | void;
}

export interface Consumption {
  /** True if it is a member of its group and polled recently; used by the liveness check. */
  alive(): boolean;
  /** Its partitions that are stopped. Missing for brokers whose records need no decoding. */
  stopped?(): readonly StoppedPartition[];
  /** Stops polling. Resolves when records in flight are handled and their offsets committed. */
  stop(): Promise<void>;
}

/** A message broker: Kafka, RabbitMQ, Redis or in memory. All pass the same test suite. */
export interface Broker {
  /** Address without credentials, for logs. */
  readonly address: string;
  /** Creates missing topics. Returns one sentence for each difference. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]>;
  readonly publisher: Publisher;
  subscribe(subscription: Subscription): Promise<Consumption>;
  /**
   * Reads topics up to their current end without a group, so consumers are not affected. Missing if the broker deletes handled messages.
   */
  read?(reading: Reading): Promise<void>;
  /** Throws if the broker does not respond. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The message about a topic whose number of partitions differs. */
export function partitionMismatch(topic: string, wanted: number, found: number): string {
  return `topic ${topic} has ${found} partitions where the table of topics says ${wanted}`;
}

/** These messages about the topics, of which the broker has so many partitions. */
export function partitionMismatches(
  topics: readonly TopicSpec[],
  found: ReadonlyMap<string, number>,
): string[] {
  return topics.flatMap(({ name, partitions }) => {
    const count = found.get(name) ?? 0;
    return count === partitions ? [] : [partitionMismatch(name, partitions, count)];
  });
}
