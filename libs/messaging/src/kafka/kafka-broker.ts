import { Pace, type Timers, sleep, systemTimers } from '@waybill/kernel';
import kafkajs, {
  type Admin,
  type Consumer,
  type ConsumerConfig,
  type EachBatchPayload,
  type ITopicMetadata,
  type Kafka,
  type KafkaConfig,
  type logLevel,
} from 'kafkajs';
import {
  type Broker,
  type Consumption,
  type Reading,
  type Subscription,
  type TopicSpec,
  partitionMismatch,
} from '../broker.js';
import { filtered } from '../filter.js';
import { deliveryOf } from './delivery-of.js';
import { FetchConnections } from './fetch-connections.js';
import { KafkaPublisher } from './kafka-publisher.js';
import { useFetchSessions } from './kafkajs-sessions.js';
import { checkPendingRequestsOnly } from './kafkajs-timers.js';
import { Offsets } from './offsets.js';
import { readTopics } from './read-topics.js';

export interface KafkaOptions {
  /** `host:port`, comma separated. */
  readonly brokers: string;
  readonly clientId: string;
  readonly timers?: Timers;
  /** Under load the next fetch waits for more as long as the last records took, at most this. */
  readonly gatherMs?: number;
  readonly log?: (level: 'error' | 'warn' | 'info' | 'debug', message: string, details: object) => void;
  /** How long a member that fell silent keeps its partitions; 10 s by default. */
  readonly sessionMs?: number;
  /** How long Kafka waits for records before it answers that there are none; 2 s by default. Records are delivered at once. */
  readonly idleWaitMs?: number;
  /** The consumer has stopped permanently: the process should exit and be restarted. */
  readonly onCrash?: (error: Error) => void;
}

const LEVELS: Readonly<Record<number, 'error' | 'warn' | 'info' | 'debug'>> = {
  1: 'error',
  2: 'warn',
  4: 'info',
  5: 'debug',
};

/**
 * kafkajs offers a heartbeat after each fetch and sends it when so long has passed since the last one. A long handler offers it as often.
 * This and the wait of a fetch bound how late a member notices that its group is rebalancing.
 */
const HEARTBEAT_MS = 1_000;

checkPendingRequestsOnly();
useFetchSessions();

/** Apache Kafka through kafkajs. No error of a handler reaches kafkajs, which would crash or retry the whole fetch loop. */
export class KafkaBroker implements Broker {
  readonly address: string;
  readonly publisher: KafkaPublisher;
  private readonly kafka: Kafka;
  private readonly config: KafkaConfig;
  private readonly impatient: Kafka;
  private readonly timers: Timers;

  constructor(private readonly options: KafkaOptions) {
    this.address = `kafka://${options.brokers}`;
    this.timers = options.timers ?? systemTimers;
    const config: KafkaConfig = {
      clientId: options.clientId,
      brokers: options.brokers.split(','),
      connectionTimeout: 3_000,
      requestTimeout: 10_000,
      // A young cluster takes a while to choose the coordinators of its groups: minutes of patience, not seconds.
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
          options.log?.(LEVELS[level] ?? 'debug', message, details),
    };
    this.config = config;
    this.kafka = new kafkajs.Kafka(config);
    // An admin client's own `retry` does not reach its connection, which would be tried for seconds.
    this.impatient = new kafkajs.Kafka({ ...config, retry: { retries: 0 } });
    this.publisher = new KafkaPublisher(this.kafka, this.timers);
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const present = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !present.has(name));
      if (missing.length > 0) {
        await admin.createTopics({
          // kafkajs takes a topic that is on its way for one that will never be.
          waitForLeaders: false,
          topics: missing.map(({ name, partitions, retentionMs }) => ({
            topic: name,
            numPartitions: partitions,
            configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
          })),
        });
      }
      const found = await this.described(admin, topics, missing);
      return topics.flatMap(({ name, partitions }) => {
        const count = found.find((topic) => topic.name === name)?.partitions.length ?? 0;
        return count === partitions ? [] : [partitionMismatch(name, partitions, count)];
      });
    } finally {
      await admin.disconnect();
    }
  }

  async subscribe(subscription: Subscription): Promise<Consumption> {
    const { sessionMs = 10_000, idleWaitMs = 2_000 } = this.options;
    const wanted = filtered(subscription);
    const connections = new FetchConnections();
    const consumer = this.consumerOn(connections, {
      groupId: subscription.group,
      sessionTimeout: sessionMs,
      heartbeatInterval: HEARTBEAT_MS,
      rebalanceTimeout: 30_000,
      maxWaitTimeInMs: idleWaitMs,
      maxBytesPerPartition: 1_048_576,
      allowAutoTopicCreation: false,
      retry: { retries: 60, maxRetryTime: 2_000 },
    });
    const offsets = new Offsets(this.timers);
    const pace = new Pace(this.timers, this.options.gatherMs ?? 0, () => performance.now());
    let polled = 0;
    consumer.on(consumer.events.GROUP_JOIN, () => {
      polled = performance.now();
      subscription.joined?.();
    });
    consumer.on(consumer.events.FETCH, () => (polled = performance.now()));
    // While a handler waits for its database nothing is fetched, and a restart would not help.
    consumer.on(consumer.events.HEARTBEAT, () => (polled = performance.now()));
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      if (!payload.restart) this.options.onCrash?.(payload.error);
    });
    await consumer.connect();
    await consumer.subscribe({ topics: [...subscription.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 64,
      eachBatch: (payload) => this.eachBatch(wanted, payload, offsets, pace),
    });
    return {
      alive: () => performance.now() - polled < sessionMs * 3,
      stop: async () => {
        await offsets.flush();
        const ended = consumer.disconnect();
        connections.end();
        await ended;
      },
    };
  }

  read(reading: Reading): Promise<void> {
    return readTopics({ ...reading, brokers: this.options.brokers });
  }

  async ping(): Promise<void> {
    const admin = this.impatient.admin();
    try {
      await admin.connect();
    } finally {
      await admin.disconnect();
    }
  }

  async close(): Promise<void> {
    await this.publisher.close();
  }

  /** A client of its own for each consumer, whose connections end with it. */
  private consumerOn(connections: FetchConnections, config: ConsumerConfig): Consumer {
    return new kafkajs.Kafka({ ...this.config, socketFactory: connections.open }).consumer(config);
  }

  /** A new topic is not known to all brokers at once: metadata and leader are queried until they are. */
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
    offsets: Offsets,
    pace: Pace,
  ): Promise<void> {
    const { batch, heartbeat, isRunning, isStale, resolveOffset } = payload;
    if (!isRunning() || isStale() || batch.isEmpty()) return;
    const { topic, partition } = batch;
    const records = batch.messages.map((message) => deliveryOf(topic, partition, message));
    // kafkajs beats only between batches: a long handler would lose its partition while it works.
    let cancel = () => {};
    const beat = (): void => {
      cancel = this.timers.after(HEARTBEAT_MS, () => {
        heartbeat().catch(() => undefined);
        beat();
      });
    };
    beat();
    const start = performance.now();
    try {
      await subscription.handle(records);
    } finally {
      cancel();
    }
    pace.done(records.length, performance.now() - start);
    const last = batch.lastOffset();
    resolveOffset(last);
    offsets.done(topic, partition, String(BigInt(last) + 1n), payload);
    if (isRunning()) await pace.turn();
    else await offsets.flush();
  }
}

/** Whether a retry can help, as kafkajs states on the error or on its cause. */
function isPassing(error: unknown): boolean {
  const { retriable, cause } = error as { retriable?: boolean; cause?: unknown };
  return retriable === true || (cause !== undefined && isPassing(cause));
}
