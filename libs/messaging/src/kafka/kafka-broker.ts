import { type Timers, systemTimers } from '@waybill/kernel';
import type { Broker, Consumption, Reading, Subscription, TopicSpec } from '../broker.js';
import { filtered } from '../filter.js';
import type { Cluster } from './cluster.js';
import { connectionProblem } from './connection-problem.js';
import type { KafkaClient, KafkaClientOptions } from './kafka-client.js';
import { KafkaPublisher } from './kafka-publisher.js';
import { Offsets } from './offsets.js';
import type { Compression } from './record-sender.js';
import { settingProblems } from './topic-settings.js';

/** Libraries that speak Kafka's protocol. */
export type KafkaLibrary = 'kafkajs' | 'platformatic';

export interface KafkaOptions extends Cluster {
  readonly timers?: Timers;
  /** Maximum time that the next fetch waits for more records under load. */
  readonly gatherMs?: number;
  readonly log?: (level: 'error' | 'warn' | 'info' | 'debug', message: string, details: object) => void;
  /** Session timeout: how long a silent member keeps its partitions. Default 10 s. */
  readonly sessionMs?: number;
  /** Maximum time that an empty fetch waits for records. Default 2 s. Records are delivered as soon as they arrive. */
  readonly idleWaitMs?: number;
  /** Of what is published; `gzip` by default. */
  readonly compression?: Compression;
  /** `kafkajs` by default. */
  readonly kafkaClient?: KafkaLibrary;
  /** The consumer has stopped permanently: the process should exit and be restarted. */
  readonly onCrash?: (error: Error) => void;
}

/** Apache Kafka. */
export class KafkaBroker implements Broker {
  readonly address: string;
  readonly publisher: KafkaPublisher;
  private readonly timers: Timers;
  private readonly security: Cluster['security'];
  private readonly client: () => Promise<KafkaClient>;

  constructor(options: KafkaOptions) {
    const { brokers, clientId, security, timers = systemTimers } = options;
    refuseCredentials(brokers);
    this.address = `kafka://${brokers}`;
    this.timers = timers;
    this.security = security;
    this.client = clientOf(options.kafkaClient ?? 'kafkajs', {
      brokers,
      clientId,
      security,
      timers,
      gatherMs: options.gatherMs ?? 0,
      sessionMs: options.sessionMs ?? 10_000,
      idleWaitMs: options.idleWaitMs ?? 2_000,
      compression: options.compression ?? 'gzip',
      log: options.log ?? (() => undefined),
      onCrash: options.onCrash ?? (() => undefined),
    });
    this.publisher = new KafkaPublisher(async () => (await this.client()).connectSender(), timers);
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]> {
    const client = await this.client();
    const differences = await this.explained(client.ensureTopics(topics));
    return [...differences, ...(await this.settingProblems(client, topics))];
  }

  async subscribe(subscription: Subscription): Promise<Consumption> {
    return (await this.client()).subscribe(filtered(subscription), this.newOffsets());
  }

  async read(reading: Reading): Promise<void> {
    return (await this.client()).read(reading);
  }

  async ping(): Promise<void> {
    return this.explained((await this.client()).ping());
  }

  async close(): Promise<void> {
    await this.publisher.close();
  }

  private async explained<Result>(request: Promise<Result>): Promise<Result> {
    try {
      return await request;
    } catch (error) {
      throw connectionProblem(error, this.security);
    }
  }

  /** A service that may not look at the settings of topics works all the same. */
  private async settingProblems(client: KafkaClient, topics: readonly TopicSpec[]): Promise<string[]> {
    try {
      return settingProblems(topics, await client.topicSettings(topics.map(({ name }) => name)));
    } catch (error) {
      const { message } = connectionProblem(error, this.security);
      return [`the settings of topics could not be checked: ${message}`];
    }
  }

  private newOffsets(): Offsets {
    return new Offsets(this.timers);
  }
}

/** An address is logged, and readiness shows it. */
function refuseCredentials(brokers: string): void {
  if (brokers.includes('@'))
    throw new Error(
      'the address of Kafka contains a user or password: give KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD instead',
    );
}

/** Only the library that is used is loaded. */
function clientOf(library: KafkaLibrary, options: KafkaClientOptions): () => Promise<KafkaClient> {
  let client: Promise<KafkaClient> | undefined;
  const load = async (): Promise<KafkaClient> =>
    library === 'kafkajs'
      ? new (await import('./kafkajs-client.js')).KafkajsClient(options)
      : (await import('./platformatic/platformatic-client.js')).platformaticClient(options);
  return () => (client ??= load());
}
