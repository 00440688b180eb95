import { type Timers, within } from '@waybill/kernel';
import type { OutboxMessage, Position, Publisher } from '@waybill/outbox';
import { headersOf } from '../envelope.js';
import { partitionOfKey } from './murmur2.js';
import type { Acknowledged, ConnectSender, RecordSender } from './record-sender.js';

/**
 * Sends with acks=all, one request in flight. After a rejected send the producer is replaced: a request of it may still be on its way, and
 * kafkajs also resets its sequence number, so the broker would take the next message for a duplicate of the rejected one and drop it.
 */
export class KafkaPublisher implements Publisher {
  private sender: Promise<RecordSender> | undefined;
  private readonly partitions = new Map<string, number>();
  private readonly lastOffset = new Map<string, number>();

  constructor(
    private readonly connect: ConnectSender,
    private readonly timers: Timers,
  ) {}

  async publish(rows: readonly OutboxMessage[], timeoutMs: number): Promise<readonly Position[]> {
    if (timeoutMs < 1_000) throw new Error('the lease expires soon, and no send may outlive it');
    try {
      return await within(this.timers, timeoutMs, this.send(rows));
    } catch (error) {
      await this.discard();
      throw isRefusedTime(error) ? clockProblem(error) : error;
    }
  }

  async close(): Promise<void> {
    const { sender } = this;
    this.sender = undefined;
    await (await sender?.catch(() => undefined))?.close();
  }

  private async send(rows: readonly OutboxMessage[]): Promise<readonly Position[]> {
    const sender = await (this.sender ??= this.connect());
    await this.learnPartitions(sender, rows);
    const counts = new Map<string, number>();
    const records = rows.map((row) => {
      const partition = partitionOfKey(row.key, this.partitions.get(row.topic)!);
      return { topic: row.topic, partition, key: row.key, value: row.body, headers: headersOf(row) };
    });
    const base = this.checked(await sender.send(records));
    return records.map(({ topic, partition }) => {
      const name = `${topic}/${partition}`;
      // Records of a partition follow each other.
      const index = counts.get(name) ?? 0;
      counts.set(name, index + 1);
      const first = base.get(name);
      if (first === undefined) throw new Error(`${name}: not acknowledged`);
      return { partition, offset: first + index };
    });
  }

  /** Offsets must grow. One that does not means that an acknowledged message is not in the log. */
  private checked(acks: readonly Acknowledged[]): Map<string, number> {
    const base = new Map<string, number>();
    for (const { topic, partition, baseOffset } of acks) {
      const name = `${topic}/${partition}`;
      const last = this.lastOffset.get(name) ?? -1;
      if (baseOffset <= last) throw new Error(`${name}: acknowledged at offset ${baseOffset} behind ${last}`);
      base.set(name, baseOffset);
      this.lastOffset.set(name, baseOffset);
    }
    return base;
  }

  private async learnPartitions(sender: RecordSender, rows: readonly OutboxMessage[]): Promise<void> {
    const unknown = [...new Set(rows.map(({ topic }) => topic))].filter(
      (topic) => !this.partitions.has(topic),
    );
    if (unknown.length === 0) return;
    for (const [topic, count] of await sender.partitionsOf(unknown)) this.partitions.set(topic, count);
  }

  private async discard(): Promise<void> {
    const broken = this.sender;
    this.sender = undefined;
    this.partitions.clear();
    // A recreated topic starts at 0 again, and a new producer does not know earlier offsets.
    this.lastOffset.clear();
    await within(this.timers, 1_000, (async () => (await broken)?.close())()).catch(() => undefined);
  }
}

interface LibraryError {
  /** Of kafkajs. */
  readonly type?: string;
  /** Of `@platformatic/kafka`. */
  readonly apiId?: string;
  readonly errors?: readonly unknown[];
  readonly cause?: unknown;
}

/** Kafka refuses messages that are much older or newer than its own time. */
function isRefusedTime(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { type, apiId, errors = [], cause } = error as LibraryError;
  return (
    type === 'INVALID_TIMESTAMP' || apiId === 'INVALID_TIMESTAMP' || [...errors, cause].some(isRefusedTime)
  );
}

function clockProblem(cause: unknown): Error {
  return new Error(
    `Kafka refuses the time of messages: the clock of this machine (${new Date(Date.now()).toISOString()}) differs too much from Kafka's ` +
      `(message.timestamp.after.max.ms, an hour by default, and message.timestamp.before.max.ms). Set the clock: the messages wait in the outbox until then`,
    { cause },
  );
}
