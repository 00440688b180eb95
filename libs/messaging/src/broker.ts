import type { Publisher } from '@waybill/outbox';

/** A topic as it should be. A missing one is made; other differences are reported and left to the operator. */
export interface TopicSpec {
  readonly name: string;
  readonly partitions: number;
  /** -1 keeps for ever. */
  readonly retentionMs: number;
  /** Groups that are to get all that is sent, also before they first subscribe, where a broker keeps nothing for others. */
  readonly readers?: readonly string[];
}

/** A record as it came from the broker, with its position. Text fields are decoded, the value is untouched. */
export interface Delivery {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Filter {
  /** `order.placed`, or `order.*` for all that begin so. */
  readonly types?: readonly string[];
  /** Headers that must have just these values. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Subscription {
  /** Instances of one group share the partitions. */
  readonly group: string;
  readonly topics: readonly string[];
  /** Leaves out all else, unparsed and without a claim. */
  readonly only?: Filter;
  /** Called when the group was joined, and whenever its shares were dealt anew: before the records of a new share. */
  joined?(): void;
  /**
   * Takes the records of one partition in order; several partitions at once. The offset behind them is committed when it
   * resolves. It must not reject: there is no one above who could do better than the consumer itself.
   */
  handle(records: readonly Delivery[]): Promise<void>;
  /** Takes a record that the broker handed out again and again, never saw handled, and gave up. It must not reject. */
  undeliverable?(record: Delivery): Promise<void>;
}

export interface Reading {
  readonly topics: readonly string[];
  /** An instant, or an offset of each partition; everything that is kept when absent. */
  readonly from?: Date | number | undefined;
  /** Takes the records of one partition in order. What it throws ends the reading. */
  handle(records: readonly Delivery[]): Promise<void> | void;
}

export interface Consumption {
  /** Joined its group and polled lately: what liveness asks. */
  alive(): boolean;
  /** Resolves when what is in flight is handled and its offsets are committed. */
  stop(): Promise<void>;
}

/** A message broker: Kafka, RabbitMQ, Redis, or one in this process. One suite holds for all. */
export interface Broker {
  /** Its address without credentials, for people. */
  readonly address: string;
  /** Makes missing topics; answers a sentence for each difference. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]>;
  readonly publisher: Publisher;
  subscribe(subscription: Subscription): Promise<Consumption>;
  /**
   * Reads topics up to where they ended when it was called, whoever has handled them, and leaves no trace. Absent where a
   * message is gone when it was handled.
   */
  read?(reading: Reading): Promise<void>;
  /** Throws when the broker does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What `ensureTopics` says of a topic whose partitions differ. */
export function partitionMismatch(topic: string, wanted: number, found: number): string {
  return `topic ${topic} has ${found} partitions where the table of topics says ${wanted}`;
}
