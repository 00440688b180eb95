import type { Channel, ChannelModel, ConsumeMessage } from 'amqplib';
import type { Subscription } from '../broker.js';
import { deliveryOf } from './delivery-of.js';

/** A group's queue of one partition, consumed on a channel of its own. */
export class PartitionQueue {
  /** Whether this member is the active consumer, which is known once it has received messages. */
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
    // A channel that ends by itself (its queue was deleted, an acknowledgement came too late) takes the connection with it:
    // then everything starts again.
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

  /** Waits for messages in work, and leaves the rest to the next waiting member. */
  async finish(): Promise<void> {
    const { channel } = this;
    this.channel = undefined;
    await this.work;
    this.waiting = [];
    this.active = false;
    try {
      // Not a mere cancel: what was given and not begun must go back first, so that the next member begins with it.
      await channel?.close();
    } catch {
      // It ended before us.
    }
  }

  /** Waits for the partition again, after the other members. */
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
        // All up to this one. On a channel that is gone it throws, and the messages come again.
        channel.ack(messages.at(-1)!, true);
      }
    } catch {
      // Nothing is acknowledged, so nothing is lost.
    } finally {
      this.busy = false;
    }
  }
}
