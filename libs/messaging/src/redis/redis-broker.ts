import { type Timers, systemTimers } from '@waybill/kernel';
import type { Broker, Consumption, Reading, Subscription, TopicSpec } from '../broker.js';
import { filtered } from '../filter.js';
import { difference } from '../memory/memory-broker.js';
import { TOPICS } from './keys.js';
import { RedisConsumption } from './redis-consumption.js';
import { RedisPublisher, connectOnce } from './redis-publisher.js';
import { readStreams } from './read-streams.js';

export interface RedisOptions {
  /** `redis://user:password@host:6379/0`. What is acknowledged survives a crash only with `appendonly yes` and `appendfsync always`. */
  readonly url: string;
  /** Replicas that must have a record before it counts as sent; 0 by default. */
  readonly replicas?: number;
  /** How long a member that fell silent keeps its partitions; 10 s by default. */
  readonly leaseMs?: number;
  /** Between two signs of life of a member; a new one gets its share that late. 1 s by default. */
  readonly beatMs?: number;
  /** Under load the next read waits for more as long as the last records took, at most this. */
  readonly gatherMs?: number;
  readonly timers?: Timers;
  readonly log?: (level: 'warn' | 'debug', message: string, details: object) => void;
}

/**
 * Redis streams, one for each partition, with a consumer group for each group. Who works on a partition is decided by a lease,
 * so that a key's order holds whichever member dies.
 */
export class RedisBroker implements Broker {
  readonly address: string;
  readonly publisher: RedisPublisher;

  constructor(private readonly options: RedisOptions) {
    const { url, replicas = 0, timers = systemTimers } = options;
    this.address = `redis://${new URL(url).host}`;
    this.publisher = new RedisPublisher(url, replicas, timers);
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]> {
    const client = await connectOnce(this.options.url);
    try {
      const differences: string[] = [];
      for (const topic of topics) {
        await client.hSetNX(TOPICS, topic.name, JSON.stringify(topic));
        const { partitions } = JSON.parse((await client.hGet(TOPICS, topic.name)) ?? '{}') as TopicSpec;
        if (partitions !== topic.partitions)
          differences.push(difference(topic.name, topic.partitions, partitions));
      }
      return differences;
    } finally {
      client.destroy();
    }
  }

  async subscribe(subscription: Subscription): Promise<Consumption> {
    const consumption = new RedisConsumption(filtered(subscription), this.options);
    await consumption.start();
    return consumption;
  }

  read(reading: Reading): Promise<void> {
    return readStreams(this.options.url, reading);
  }

  async ping(): Promise<void> {
    const client = await connectOnce(this.options.url);
    try {
      await client.ping();
    } finally {
      client.destroy();
    }
  }

  close(): Promise<void> {
    return this.publisher.close();
  }
}
