import { systemTimers } from '@waybill/kernel';
import type { ChannelModel } from 'amqplib';
import {
  type Broker,
  type Consumption,
  type Subscription,
  type TopicSpec,
  partitionMismatch,
} from '../broker.js';
import { addressOfBroker, parseBrokerUrl } from '../broker-url.js';
import { filtered } from '../filter.js';
import { tlsOptions } from '../tls-options.js';
import { RabbitConsumption } from './rabbit-consumption.js';
import type { RabbitOptions } from './rabbit-options.js';
import { RabbitPublisher } from './rabbit-publisher.js';
import { DELIVERY_LIMIT, makeQueues, makeTopic } from './topology.js';

/**
 * RabbitMQ: an exchange for each topic, and a quorum queue for each group, topic and partition with one active consumer, XX
 */
export class RabbitBroker implements Broker {
  readonly address: string;
  readonly publisher: RabbitPublisher;

  constructor(private readonly options: RabbitOptions) {
    this.address = addressOfBroker(options.url);
    this.publisher = new RabbitPublisher(() => this.connect(), options.timers ?? systemTimers);
  }

  /** RabbitMQ keeps a message until each group has handled it, so retention is not set. */
  ensureTopics(topics: readonly TopicSpec[]): Promise<readonly string[]> {
    const { deliveryLimit = DELIVERY_LIMIT } = this.options;
    return this.connected(async (connection) => {
      const differences: string[] = [];
      for (const { name, partitions, readers = [] } of topics) {
        const found = await makeTopic(connection, name, partitions);
        for (const group of readers) await makeQueues(connection, { group, topic: name, deliveryLimit });
        if (found !== partitions) differences.push(partitionMismatch(name, partitions, found));
      }
      return differences;
    });
  }

  async subscribe(subscription: Subscription): Promise<Consumption> {
    const consumption = new RabbitConsumption(filtered(subscription), () => this.connect(), this.options);
    await consumption.start();
    return consumption;
  }

  ping(): Promise<void> {
    return this.connected(() => Promise.resolve());
  }

  close(): Promise<void> {
    return this.publisher.close();
  }

  private async connect(): Promise<ChannelModel> {
    const url = parseBrokerUrl(this.options.url);
    // Seconds. A paused process loses its partitions after two missed heartbeats.
    url.searchParams.set('heartbeat', '10');
    const clientProperties = { connection_name: this.options.clientId };
    // Loaded here, because services on other brokers do not need it.
    const { connect } = await import('amqplib');
    const tls = url.protocol === 'amqps:' ? tlsOptions(this.options.tls ?? {}) : {};
    const connection = await connect(url.href, { ...tls, timeout: 3_000, clientProperties });
    // Each of its many channels adds a listener.
    connection.setMaxListeners(0);
    // Callers see the error as `close` or as a rejection.
    connection.on('error', () => undefined);
    return connection;
  }

  private async connected<T>(act: (connection: ChannelModel) => Promise<T>): Promise<T> {
    const connection = await this.connect();
    try {
      return await act(connection);
    } finally {
      await connection.close().catch(() => undefined);
    }
  }
}
