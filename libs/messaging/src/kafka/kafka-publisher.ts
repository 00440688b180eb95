import { type Timers, within } from '@waybill/kernel';
import type { OutboxMessage, Position, Publisher } from '@waybill/outbox';
import kafkajs, {
  type Kafka,
  type Message as KafkaMessage,
  type PartitionMetadata,
  type Producer,
  type RecordMetadata,
} from 'kafkajs';
import { headersOf } from '../envelope.js';

/** How records are compressed: `gzip`, which every client can read, or not at all. */
export type Compression = 'gzip' | 'none';

/** Number of keys whose partition is cached. */
const PLACES = 10_000;

/**
 * Sends with acks=all, one request in flight. After a rejected send the producer is replaced: kafkajs resets its sequence number, so the
 * broker would take the next message for a duplicate of the rejected one and drop it.
 */
export class KafkaPublisher implements Publisher {
  private producer: Promise<Producer> | undefined;
  private readonly partitions = new Map<string, PartitionMetadata[]>();
  private readonly lastOffset = new Map<string, number>();
  /** Caches partitions by number of partitions and key, because kafkajs computes the hash with big integers. */
  private readonly places = new Map<string, number>();
  private readonly partitioner = kafkajs.Partitioners.DefaultPartitioner();

  constructor(
    private readonly kafka: Kafka,
    private readonly timers: Timers,
    private readonly compression: Compression = 'gzip',
  ) {}

  async publish(rows: readonly OutboxMessage[], timeoutMs: number): Promise<readonly Position[]> {
    if (timeoutMs < 1_000) throw new Error('the lease expires soon, and no send may outlive it');
    try {
      return await within(this.timers, timeoutMs, this.send(rows));
    } catch (error) {
      await this.discard();
      throw error;
    }
  }

  async close(): Promise<void> {
    const producer = this.producer;
    this.producer = undefined;
    await (await producer?.catch(() => undefined))?.disconnect();
  }

  private async send(rows: readonly OutboxMessage[]): Promise<readonly Position[]> {
    await this.learnPartitions(rows);
    const batches = new Map<string, KafkaMessage[]>();
    const counts = new Map<string, number>();
    // Index of each row in the batch of its partition; added to the base offset it gives the row's offset.
    const places = rows.map((row) => {
      const partition = this.partitionOf(row.topic, row.key);
      const batch = batches.get(row.topic) ?? [];
      batches.set(row.topic, batch);
      const name = `${row.topic}/${partition}`;
      const index = counts.get(name) ?? 0;
      counts.set(name, index + 1);
      batch.push({ key: row.key, value: row.body, headers: headersOf(row), partition });
      return { name, partition, index };
    });
    const producer = await this.connected();
    const acks = await producer.sendBatch({
      acks: -1,
      compression: kafkajs.CompressionTypes[this.compression === 'gzip' ? 'GZIP' : 'None'],
      topicMessages: [...batches].map(([topic, messages]) => ({ topic, messages })),
    });
    const base = this.checked(acks);
    return places.map(({ name, partition, index }) => ({ partition, offset: base.get(name)! + index }));
  }

  /** Offsets must grow. One that does not means that an acknowledged message is not in the log. */
  private checked(acks: readonly RecordMetadata[]): Map<string, number> {
    const base = new Map<string, number>();
    for (const { topicName, partition, baseOffset, errorCode } of acks) {
      const name = `${topicName}/${partition}`;
      const offset = Number(baseOffset);
      const last = this.lastOffset.get(name) ?? -1;
      if (errorCode !== 0 || offset <= last) {
        throw new Error(`${name}: acknowledged at offset ${offset} behind ${last} (error ${errorCode})`);
      }
      base.set(name, offset);
      this.lastOffset.set(name, offset);
    }
    return base;
  }

  private async learnPartitions(rows: readonly OutboxMessage[]): Promise<void> {
    const unknown = [...new Set(rows.map(({ topic }) => topic))].filter(
      (topic) => !this.partitions.has(topic),
    );
    if (unknown.length === 0) return;
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: unknown });
      for (const { name, partitions } of topics) this.partitions.set(name, partitions);
    } finally {
      await admin.disconnect();
    }
  }

  private partitionOf(topic: string, key: string): number {
    const partitionMetadata = this.partitions.get(topic) ?? [];
    const name = `${partitionMetadata.length} ${key}`;
    const known = this.places.get(name);
    if (known !== undefined) return known;
    if (this.places.size >= PLACES) this.places.clear();
    const place = this.partitioner({ topic, partitionMetadata, message: { key, value: null } });
    this.places.set(name, place);
    return place;
  }

  private connected(): Promise<Producer> {
    this.producer ??= (async () => {
      const producer = this.kafka.producer({
        createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
        allowAutoTopicCreation: false,
        idempotent: false,
        maxInFlightRequests: 1,
        retry: { retries: 0 },
      });
      await producer.connect();
      return producer;
    })();
    return this.producer;
  }

  private async discard(): Promise<void> {
    const broken = this.producer;
    this.producer = undefined;
    this.partitions.clear();
    // A recreated topic starts at 0 again, and a new producer does not know earlier offsets.
    this.lastOffset.clear();
    await within(this.timers, 1_000, (async () => (await broken)?.disconnect())()).catch(() => undefined);
  }
}
