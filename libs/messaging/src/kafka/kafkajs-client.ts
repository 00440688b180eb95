import { Pace, type Timers, sleep } from '@waybill/kernel';
import kafkajs, {
  type Admin,
  type Batch,
  type Consumer,
  type ConsumerConfig,
  type EachBatchPayload,
  type ITopicMetadata,
  type Kafka,
  type KafkaConfig,
  type KafkaMessage,
  type logLevel,
} from 'kafkajs';
import {
  type Consumption,
  type Delivery,
  type Reading,
  type Subscription,
  type TopicSpec,
  partitionMismatches,
} from '../broker.js';
import { beating } from './beating.js';
import { deliveryOf, typeOf } from './delivery-of.js';
import { FetchConnections } from './fetch-connections.js';
import { UndecodableMessage } from './fetched-message.js';
import type { KafkaClient, KafkaClientOptions } from './kafka-client.js';
import { useCodecs } from './kafkajs-codecs.js';
import { kafkajsConfig } from './kafkajs-config.js';
import { patchFetch } from './kafkajs-fetch.js';
import { kafkajsRead } from './kafkajs-read.js';
import { kafkajsSender } from './kafkajs-sender.js';
import { checkPendingRequestsOnly, checkTimeoutsEverySecond } from './kafkajs-timers.js';
import { kafkajsTopicSettings } from './kafkajs-topic-settings.js';
import type { Commit, Offsets } from './offsets.js';
import { FETCH_BYTES } from './record-batches.js';
import type { RecordSender } from './record-sender.js';
import { StoppedPartitions } from './stopped-partitions.js';
import type { TopicSettings } from './topic-settings.js';

const LEVELS: Readonly<Record<number, 'error' | 'warn' | 'info' | 'debug'>> = {
  1: 'error',
  2: 'warn',
  4: 'info',
  5: 'debug',
};

/**
 * kafkajs considers a heartbeat after each fetch and sends it if this time has passed since the last one; a long handler does so at the
 * same rate. This and the wait time of a fetch limit how late a member notices a rebalance.
 */
const HEARTBEAT_MS = 1_000;

checkPendingRequestsOnly();
checkTimeoutsEverySecond();
patchFetch();
useCodecs();

/** kafkajs. Errors of handlers never reach it; it would crash or retry the whole fetch loop. */
export class KafkajsClient implements KafkaClient {
  private readonly kafka: Kafka;
  private readonly config: KafkaConfig;
  private readonly impatient: Kafka;
  private readonly timers: Timers;

  constructor(private readonly options: KafkaClientOptions) {
    this.timers = options.timers;
    const config: KafkaConfig = {
      ...kafkajsConfig(options),
      // A new cluster can take minutes to elect the coordinators of its groups.
      retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 60 },
      logCreator:
        () =>
        ({
          level,
          log: { message, timestamp: _, logger: __, ...details },
        }: {
          level: logLevel;
          log: { message: string } & Record<string, unknown>;
        }) =>
          options.log(LEVELS[level] ?? 'debug', message, details),
    };
    this.config = config;
    this.kafka = new kafkajs.Kafka(config);
    // An admin client's `retry` does not apply to its connection, which kafkajs would retry for seconds.
    this.impatient = new kafkajs.Kafka({ ...config, retry: { retries: 0 } });
  }

  connectSender(): Promise<RecordSender> {
    return kafkajsSender(this.kafka, this.options.compression);
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const present = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !present.has(name));
      if (missing.length > 0) {
        await admin.createTopics({
          // kafkajs treats a topic that is being created as one that does not exist.
          waitForLeaders: false,
          topics: missing.map(({ name, partitions, retentionMs }) => ({
            topic: name,
            numPartitions: partitions,
            configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
          })),
        });
      }
      const found = await this.described(admin, topics, missing);
      return partitionMismatches(
        topics,
        new Map(found.map(({ name, partitions }) => [name, partitions.length])),
      );
    } finally {
      await admin.disconnect();
    }
  }

  async topicSettings(topics: readonly string[]): Promise<ReadonlyMap<string, TopicSettings>> {
    const admin = this.impatient.admin();
    await admin.connect();
    try {
      return await kafkajsTopicSettings(admin, topics);
    } finally {
      await admin.disconnect();
    }
  }

  async subscribe(subscription: Subscription, offsets: Offsets): Promise<Consumption> {
    const { sessionMs, idleWaitMs } = this.options;
    const connections = new FetchConnections();
    const consumer = this.consumerOn(connections, {
      groupId: subscription.group,
      sessionTimeout: sessionMs,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: 30_000,
      maxWaitTimeInMs: idleWaitMs,
      maxBytesPerPartition: FETCH_BYTES,
      allowAutoTopicCreation: false,
      retry: { retries: 60, maxRetryTime: 2_000 },
    });
    const pace = new Pace(this.timers, this.options.gatherMs, () => performance.now());
    const stopped = new StoppedPartitions(subscription, this.timers);
    let polled = 0;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      polled = performance.now();
      resume(consumer, stopped);
      subscription.joined?.();
    });
    consumer.on(consumer.events.FETCH, () => (polled = performance.now()));
    // While a handler waits for its database, nothing is fetched; a restart would not help.
    consumer.on(consumer.events.HEARTBEAT, () => (polled = performance.now()));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) this.options.onCrash(payload.error);
    });
    // Batches without a committed record are not passed to `eachBatch`, and an offset before them would look like a lag.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
      const { topic, partition, lastOffset, batchSize } = payload;
      if (batchSize > 0) return;
      stopped.goesOn(topic, partition);
      const next = String(BigInt(lastOffset) + 1n);
      offsets.done(topic, partition, next, (topics) => consumer.commitOffsets(flat(topics)));
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...subscription.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 64,
      eachBatch: (payload) => this.eachBatch(subscription, payload, { offsets, pace, stopped }),
    });
    return {
      alive: () => performance.now() - polled < sessionMs * 3,
      stopped: () => stopped.all,
      stop: async () => {
        stopped.end();
        await offsets.flush();
        const ended = consumer.disconnect();
        connections.end();
        await ended;
        connections.close();
      },
    };
  }

  read(reading: Reading): Promise<void> {
    return kafkajsRead(this.options, reading);
  }

  async ping(): Promise<void> {
    const admin = this.impatient.admin();
    try {
      await admin.connect();
      // A listener that requires authentication accepts a connection without it, and responds to no request.
      await admin.describeCluster();
    } finally {
      await admin.disconnect();
    }
  }

  /** Each consumer has its own client, so that its connections close with it. */
  private consumerOn(connections: FetchConnections, config: ConsumerConfig): Consumer {
    return new kafkajs.Kafka({ ...this.config, socketFactory: connections.open }).consumer(config);
  }

  /** Brokers learn of a new topic at different times: retry until metadata and leader are known. */
  private async described(
    admin: Admin,
    topics: readonly TopicSpec[],
    made: readonly TopicSpec[],
    attempt = 0,
  ): Promise<ITopicMetadata[]> {
    try {
      const metadata = await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
      // Answered by the leaders of its partitions.
      for (const { name } of made) await admin.fetchTopicOffsets(name);
      return metadata.topics;
    } catch (error) {
      if (!isPassing(error) || attempt >= 50) throw error;
      await sleep(this.timers, 100);
      return this.described(admin, topics, made, attempt + 1);
    }
  }

  private async eachBatch(
    subscription: Subscription,
    payload: EachBatchPayload,
    { offsets, pace, stopped }: Consuming,
  ): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset } = payload;
    if (!isRunning() || isStale() || batch.isEmpty()) return;
    const { topic, partition } = batch;
    const { decoded, undecodable } = partsOf(batch);
    const records = deliveriesOf(subscription, topic, partition, decoded);
    if (records.length > 0) {
      const start = performance.now();
      // kafkajs sends heartbeats only between batches.
      await beating(this.timers, HEARTBEAT_MS, heartbeat, subscription.handle(records));
      pace.done(records.length, performance.now() - start);
    }
    // All that comes before the records that cannot be decoded is done.
    const next = undecodable ? BigInt(undecodable.offset) : BigInt(batch.lastOffset()) + 1n;
    if (decoded.length > 0) {
      stopped.goesOn(topic, partition);
      resolveOffset(String(next - 1n));
      // Not the consumer's own `commitOffsets`, which does nothing once the consumer is stopping.
      const { commitOffsetsIfNecessary: commit } = payload;
      offsets.done(topic, partition, String(next), (topics) => commit({ topics: [...topics] }));
    }
    if (undecodable) {
      const resume = payload.pause();
      stopped.stop({ topic, partition, offset: Number(next), error: undecodable.problem }, resume);
    }
    const { lingerMs = 0 } = subscription;
    if (!isRunning()) await offsets.flush();
    else if (lingerMs > 0) await sleep(this.timers, lingerMs);
    else await pace.turn();
  }
}

/** The state of one consumer. */
interface Consuming {
  readonly offsets: Offsets;
  readonly pace: Pace;
  readonly stopped: StoppedPartitions;
}

/** After a rebalance, a partition may have another member, so each is tried again. */
function resume(consumer: Consumer, stopped: StoppedPartitions): void {
  for (const { topic, partition } of stopped.all) consumer.resume([{ topic, partitions: [partition] }]);
  stopped.clear();
}

function flat(topics: Parameters<Commit>[0]) {
  return topics.flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, ...partition })));
}

function partsOf({ messages }: Batch) {
  const last: object | undefined = messages.at(-1);
  return last instanceof UndecodableMessage
    ? { decoded: messages.slice(0, -1), undecodable: last }
    : { decoded: messages, undecodable: undefined };
}

/** The records of a batch that the subscriber does not skip. Of the others only the type is decoded. */
function deliveriesOf(
  subscription: Subscription,
  topic: string,
  partition: number,
  messages: readonly KafkaMessage[],
): Delivery[] {
  const wanted = messages.filter((message) => !subscription.skips?.(typeOf(message)));
  return wanted.map((message) => deliveryOf(topic, partition, message));
}

/** Whether a retry can help, according to kafkajs. */
function isPassing(error: unknown): boolean {
  const { retriable, cause } = error as { retriable?: boolean; cause?: unknown };
  return retriable === true || (cause !== undefined && isPassing(cause));
}
