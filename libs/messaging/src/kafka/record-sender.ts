/** A record to send, with the partition that its key belongs to. */
export interface SentRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The records of one partition are in the log, the first of them at this offset. */
export interface Acknowledged {
  readonly topic: string;
  readonly partition: number;
  readonly baseOffset: number;
}

/** A producer of a Kafka client. It never sends again by itself, and has one request in flight per connection. */
export interface RecordSender {
  /** The number of partitions of each topic. Throws if a topic is missing. */
  partitionsOf(topics: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Resolves when all replicas have acknowledged every record, with one entry per partition. */
  send(records: readonly SentRecord[]): Promise<readonly Acknowledged[]>;
  close(): Promise<void>;
}

/** Connects a new producer. */
export type ConnectSender = () => Promise<RecordSender>;

/** How records are compressed: `gzip`, which every client can read, or not at all. */
export type Compression = 'gzip' | 'none';
