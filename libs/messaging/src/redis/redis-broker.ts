import { systemTimers } from '@waybill/kernel';
import {
  type Broker,
  type Consumption,
  type Reading,
  type Subscription,
  type TopicSpec,
  partitionMismatch,
} from '../broker.js';
import { addressOfBroker } from '../broker-url.js';
import { filtered } from '../filter.js';
import { TOPICS } from './keys.js';
import type { RedisOptions } from './redis-options.js';
import { RedisPublisher, connectOnce } from './redis-publisher.js';

/**
 * Redis streams: one per partition, with a consumer group per group. A lease decides which member works on a partition, so the order of a
 * key holds when a member dies.
 */
export class RedisBroker implements Broker {
  readonly address: string;
  readonly publisher: RedisPublisher;

  constructor(private readonly options: RedisOptions) {
    const { url, replicas = 0, timers = systemTimers } = options;
    this.address = addressOfBroker(url);
    this.publisher = new RedisPublisher(options, replicas, timers);
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]> {
    const client = await connectOnce(this.options);
    try {
      const differences: string[] = [];
      for (const topic of topics) {
        await client.hSetNX(TOPICS, topic.name, JSON.stringify(topic));
        const { partitions } = JSON.parse((await client.hGet(TOPICS, topic.name)) ?? '{}') as TopicSpec;
        if (partitions !== topic.partitions)
          differences.push(partitionMismatch(topic.name, topic.partitions, partitions));
      }
      return differences;
    } finally {
      client.destroy();
    }
  }

  async subscribe(subscription: Subscription): Promise<Consumption> {
    // Loaded here with the client, because services on other brokers do not need it.
    const { RedisConsumption } = await import('./redis-consumption.js');
    const consumption = new RedisConsumption(filtered(subscription), this.options);
    await consumption.start();
    return consumption;
  }

  async read(reading: Reading): Promise<void> {
    const { readStreams } = await import('./read-streams.js');
    return readStreams(this.options, reading);
  }

  async ping(): Promise<void> {
    const client = await connectOnce(this.options);
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
