import { randomUUID } from 'node:crypto';
import kafkajs, { type Admin, type Batch } from 'kafkajs';
import type { Reading } from '../broker.js';
import type { Cluster } from './cluster.js';
import { deliveryOf } from './delivery-of.js';
import { UndecodableMessage } from './fetched-message.js';
import { kafkajsConfig } from './kafkajs-config.js';

/** `Broker.read` with kafkajs. */
export async function kafkajsRead(cluster: Cluster, { topics, from, handle }: Reading): Promise<void> {
  const kafka = new kafkajs.Kafka({
    ...kafkajsConfig(cluster),
    logLevel: kafkajs.logLevel.NOTHING,
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
    const subscribed = [...new Set([...left.values()].map(({ topic }) => topic))];
    // After a rebalance reading starts at the beginning again, so records that were read are skipped.
    await consumer.subscribe({ topics: subscribed, fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
      const eachBatch = async ({ batch }: kafkajs.EachBatchPayload): Promise<void> => {
        const range = left.get(nameOf(batch));
        if (!range) return;
        const wanted = batch.messages.filter(
          ({ offset }) => BigInt(offset) >= range.start && BigInt(offset) < range.end,
        );
        const records = wanted.filter((message) => !(message instanceof UndecodableMessage));
        try {
          if (records.length > 0)
            await handle(records.map((message) => deliveryOf(batch.topic, batch.partition, message)));
          refuseUndecodable(batch, wanted.at(-1));
        } catch (error) {
          reject(error as Error);
        }
      };
      // Follows `eachBatch`, and comes also for what kafkajs keeps from it: aborted and control records.
      consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
        const name = nameOf(payload);
        const range = left.get(name);
        if (!range) return;
        const next = BigInt(payload.lastOffset) + 1n;
        if (next > range.start) range.start = next;
        if (range.start >= range.end) left.delete(name);
        if (left.size === 0) resolve();
      });
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

function nameOf({ topic, partition }: { readonly topic: string; readonly partition: number }): string {
  return `${topic}/${partition}`;
}

function refuseUndecodable({ topic, partition }: Batch, last: object | undefined): void {
  if (last instanceof UndecodableMessage) throw last.problem.at(topic, partition, last.offset);
}

interface Range {
  readonly topic: string;
  readonly partition: number;
  /** Grows with what is read. */
  start: bigint;
  readonly end: bigint;
}

/** Start and end offset of each partition that has records. */
async function ranges(admin: Admin, topics: readonly string[], from: Reading['from']) {
  const present = new Set(await admin.listTopics());
  const found = new Map<string, Range>();
  for (const topic of topics.filter((name) => present.has(name))) {
    const ends = await admin.fetchTopicOffsets(topic);
    const starts =
      from instanceof Date
        ? await admin.fetchTopicOffsetsByTimestamp(topic, from.getTime())
        : ends.map(({ partition, low }) => ({ partition, offset: String(Math.max(Number(low), from ?? 0)) }));
    for (const { partition, low, high } of ends) {
      const later = BigInt(starts.find((start) => start.partition === partition)?.offset ?? low);
      // -1: no record is that new.
      const start = later < 0n ? BigInt(high) : later;
      if (start < BigInt(high))
        found.set(nameOf({ topic, partition }), { topic, partition, start, end: BigInt(high) });
    }
  }
  return found;
}
