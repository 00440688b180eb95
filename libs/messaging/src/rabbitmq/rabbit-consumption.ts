import { type Timers, backoff, sleep, systemTimers, within } from '@waybill/kernel';
import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Consumption, Subscription } from '../broker.js';
import { deliveryOf, placeBefore } from './delivery-of.js';
import { keepProcess } from './keep-process.js';
import { PartitionQueue } from './partition-queue.js';
import type { RabbitOptions } from './rabbit-options.js';
import { DELIVERY_LIMIT, joinMembers, makeQueues, onChannel, undeliverableOf } from './topology.js';

/** A consumer without a connection for this long is not alive. */
const DEAD_MS = 30_000;

/** A member of a group. A lost connection is replaced, with growing delays. */
export class RabbitConsumption implements Consumption {
  private readonly stopping = new AbortController();
  private readonly timers: Timers;
  private connection: ChannelModel | undefined;
  private lost = performance.now();
  /** Aborts when the connection ends or the consumer stops. */
  private over = this.stopping.signal;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly subscription: Subscription,
    private readonly connect: () => Promise<ChannelModel>,
    private readonly options: RabbitOptions,
  ) {
    this.timers = options.timers ?? systemTimers;
  }

  /** Resolves when the group's queues are there and consumed. */
  async start(): Promise<void> {
    const queues = await this.open();
    this.loop = this.run(queues).finally(keepProcess());
  }

  alive(): boolean {
    return this.connection !== undefined || performance.now() - this.lost < DEAD_MS;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.loop;
  }

  private async run(first: readonly PartitionQueue[]): Promise<void> {
    const { signal } = this.stopping;
    let queues = first;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        if (!this.connection) queues = await this.open();
        failures = 0;
        await this.keepBalance(queues);
      } catch (error) {
        this.options.log?.('warn', 'RabbitMQ is away', { reason: String(error) });
      }
      // Handlers of the old connection finish first, because the new one delivers the same messages again.
      await Promise.all(queues.map((queue) => queue.finish()));
      await this.disconnect();
      await sleep(this.timers, backoff(failures, 100, 2_000, this.options.random), signal);
    }
  }

  private async open(): Promise<PartitionQueue[]> {
    const connection = await this.connect();
    const closed = new AbortController();
    this.over = AbortSignal.any([closed.signal, this.stopping.signal]);
    connection.once('close', () => {
      closed.abort();
      if (this.connection === connection) this.connection = undefined;
      this.lost = performance.now();
    });
    try {
      const { group, topics } = this.subscription;
      const { deliveryLimit = DELIVERY_LIMIT } = this.options;
      const queues: PartitionQueue[] = [];
      for (const topic of topics) {
        const names = await makeQueues(connection, { group, topic, deliveryLimit });
        queues.push(...names.map((name) => new PartitionQueue(connection, name, topic, this.subscription)));
      }
      await joinMembers(await connection.createChannel(), group);
      this.connection = connection;
      for (const queue of queues) await queue.open(this.options.prefetch ?? 200);
      await this.takeUndeliverable(await connection.createChannel());
      return queues;
    } catch (error) {
      this.connection = undefined;
      await connection.close().catch(() => undefined);
      throw error;
    }
  }

  private async takeUndeliverable(channel: Channel): Promise<void> {
    const { group, undeliverable } = this.subscription;
    if (!undeliverable) return;
    await channel.prefetch(1);
    const take = async (message: ConsumeMessage): Promise<void> => {
      await undeliverable(deliveryOf(message, placeBefore(message)));
      // Throws if the channel is closed; then the message is delivered again.
      channel.ack(message);
    };
    channel.on('error', () => undefined);
    await channel.consume(
      undeliverableOf(group),
      (message) => message && void take(message).catch(() => undefined),
    );
  }

  /**
   * RabbitMQ gives every partition to the first member. So a member with more than its share releases some partitions and queues for them
   * again. Ends with the connection.
   */
  private async keepBalance(queues: readonly PartitionQueue[]): Promise<void> {
    const { group, topics } = this.subscription;
    for (;;) {
      await sleep(this.timers, this.options.balanceMs ?? 2_000, this.over);
      if (!this.connection || this.stopping.signal.aborted) return;
      const { consumerCount } = await onChannel(this.connection, (channel) =>
        channel.checkQueue(`${group}:members`),
      );
      for (const topic of topics) {
        const own = queues.filter((queue) => queue.topic === topic);
        const share = Math.ceil(own.length / Math.max(1, consumerCount));
        for (const queue of own.filter(({ active }) => active).slice(share))
          await queue.reopen(this.options.prefetch ?? 200);
      }
    }
  }

  private async disconnect(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    await within(this.timers, 3_000, connection?.close() ?? Promise.resolve()).catch(() => undefined);
  }
}
