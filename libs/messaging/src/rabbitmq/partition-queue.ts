import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Subscription } from '../broker.js';
import { deliveryOf } from './delivery-of.js';

/** A group's queue of one partition, consumed on its own channel. */
export class PartitionQueue {
  /** Whether this member is the active consumer, which shows when it receives messages. */
  active = false;
  private channel: Channel | undefined;
  private waiting: ConsumeMessage[] = [];
  private work: Promise<void> = Promise.resolve();
  private busy = false;

  constructor(
    private readonly connection: ChannelModel,
    private readonly name: string,
    readonly topic: string,
    private readonly subscription: Subscription,
  ) {}

  async open(prefetch: number): Promise<void> {
    const channel = await this.connection.createChannel();
    this.channel = channel;
    channel.on('error', () => undefined);
    // If a channel ends by itself (its queue was deleted, an acknowledgement came too late), the connection is closed and everything starts
    // again.
    channel.on('close', () => {
      if (this.channel === channel) this.connection.close().catch(() => undefined);
    });
    await channel.prefetch(prefetch);
    await channel.consume(this.name, (message) => {
      if (this.channel !== channel) return;
      if (!message) return void this.connection.close().catch(() => undefined);
      this.waiting.push(message);
      if (!this.busy) this.work = this.drain(channel);
    });
  }

  /** Waits for messages in flight and leaves the rest to the next member. */
  async finish(): Promise<void> {
    const { channel } = this;
    this.channel = undefined;
    await this.work;
    this.waiting = [];
    this.active = false;
    try {
      // Closes the channel, because a cancel would not return messages that were received and not started.
      await channel?.close();
    } catch {
      // The channel ended first.
    }
  }

  /** Queues for the partition again, after the other members. */
  async reopen(prefetch: number): Promise<void> {
    await this.finish();
    await this.open(prefetch);
  }

  private async drain(channel: Channel): Promise<void> {
    this.busy = true;
    try {
      if (!this.active) this.subscription.joined?.();
      this.active = true;
      while (this.channel === channel && this.waiting.length > 0) {
        const messages = this.waiting.splice(0);
        await this.subscription.handle(messages.map((message) => deliveryOf(message, message.fields)));
        // Acknowledges all messages up to this one. Throws if the channel is closed; then they are delivered again.
        channel.ack(messages.at(-1)!, true);
      }
    } catch {
      // Nothing is acknowledged, so nothing is lost.
    } finally {
      this.busy = false;
    }
  }
}
