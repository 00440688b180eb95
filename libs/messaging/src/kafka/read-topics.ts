import { randomUUID } from 'node:crypto';
import kafkajs, { type Admin } from 'kafkajs';
import type { Delivery } from '../broker.js';
import { deliveryOf } from './delivery-of.js';

export interface ReadOptions {
  /** `host:port`, comma separated. */
  readonly brokers: string;
  /** Those that do not exist are left out. */
  readonly topics: readonly string[];
  /** Nothing that was written before this instant; everything that is kept when absent. */
  readonly from?: Date | undefined;
  /** Takes the records of one partition in order. */
  handle(records: readonly Delivery[]): Promise<void> | void;
}

/** Reads topics up to where they ended when it was called, and leaves no trace in the broker. Throws when none answers. */
export async function readTopics({ brokers, topics, from, handle }: ReadOptions): Promise<void> {
  const kafka = new kafkajs.Kafka({
    clientId: 'waybill-reader',
    brokers: brokers.split(','),
    logLevel: kafkajs.logLevel.NOTHING,
    connectionTimeout: 3_000,
    retry: { retries: 3 },
  });
  const admin = kafka.admin();
  await admin.connect();
  const groupId = `waybill.reader.${randomUUID()}`;
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 100 });
  try {
    const left = await ranges(admin, topics, from);
    if (left.size === 0) return;
    await consumer.connect();
    await consumer.subscribe({ topics: [...new Set([...left.values()].map(({ topic }) => topic))] });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      const eachBatch = async ({ batch }: kafkajs.EachBatchPayload): Promise<void> => {
        const name = `${batch.topic}/${batch.partition}`;
        const range = left.get(name);
        if (!range) return;
        const wanted = batch.messages.filter(
          ({ offset }) => BigInt(offset) >= range.start && BigInt(offset) < range.end,
        );
        await handle(wanted.map((message) => deliveryOf(batch.topic, batch.partition, message)));
        if (BigInt(batch.lastOffset()) + 1n >= range.end) left.delete(name);
        if (left.size === 0) resolve();
      };
      consumer.run({ autoCommit: false, eachBatch }).catch(reject);
      for (const { topic, partition, start } of left.values())
        consumer.seek({ topic, partition, offset: String(start) });
    });
  } finally {
    await consumer.disconnect();
    await admin.deleteGroups([groupId]).catch(() => undefined);
    await admin.disconnect();
  }
}

interface Range {
  readonly topic: string;
  readonly partition: number;
  readonly start: bigint;
  readonly end: bigint;
}

/** What is to be read of each partition that has something. */
async function ranges(admin: Admin, topics: readonly string[], from: Date | undefined) {
  const present = new Set(await admin.listTopics());
  const found = new Map<string, Range>();
  for (const topic of topics.filter((name) => present.has(name))) {
    const ends = await admin.fetchTopicOffsets(topic);
    const starts = from && (await admin.fetchTopicOffsetsByTimestamp(topic, from.getTime()));
    for (const { partition, low, high } of ends) {
      const later = starts?.find((start) => start.partition === partition)?.offset ?? low;
      // -1: nothing is that young.
      const start = BigInt(later) < 0n ? BigInt(high) : BigInt(later);
      if (start < BigInt(high))
        found.set(`${topic}/${partition}`, { topic, partition, start, end: BigInt(high) });
    }
  }
  return found;
}
