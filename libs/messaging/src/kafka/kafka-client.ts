import type { Timers } from '@waybill/kernel';
import type { Consumption, Reading, Subscription, TopicSpec } from '../broker.js';
import type { Cluster } from './cluster.js';
import type { Offsets } from './offsets.js';
import type { Compression, RecordSender } from './record-sender.js';
import type { TopicSettings } from './topic-settings.js';

export interface KafkaClientOptions extends Cluster {
  readonly timers: Timers;
  readonly gatherMs: number;
  readonly sessionMs: number;
  readonly idleWaitMs: number;
  readonly compression: Compression;
  readonly log: (level: 'error' | 'warn' | 'info' | 'debug', message: string, details: object) => void;
  readonly onCrash: (error: Error) => void;
}

/** A library that speaks Kafka's protocol. */
export interface KafkaClient {
  connectSender(): Promise<RecordSender>;
  ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]>;
  /** Of topics that exist. Throws if this user may not describe them. */
  topicSettings(topics: readonly string[]): Promise<ReadonlyMap<string, TopicSettings>>;
  /** Offsets of handled records are committed through `offsets`. */
  subscribe(subscription: Subscription, offsets: Offsets): Promise<Consumption>;
  read(reading: Reading): Promise<void>;
  ping(): Promise<void>;
}
