import { type Timers, within } from '@waybill/kernel';
import type { OutboxMessage, Position, Publisher } from '@waybill/outbox';
import type { ChannelModel, ConfirmChannel } from 'amqplib';
import { headersOf } from '../envelope.js';
import { partitionOf } from '../partition-of.js';
import { KEY_HEADER, partitionsOf, positionOf } from './topology.js';

interface Link {
  readonly connection: ChannelModel;
  readonly channel: ConfirmChannel;
}

/** Sends in order on one channel and waits for each confirmation. After a rejected send the connection is replaced. */
export class RabbitPublisher implements Publisher {
  private link: Promise<Link> | undefined;
  private readonly partitions = new Map<string, number>();

  constructor(
    private readonly connect: () => Promise<ChannelModel>,
    private readonly timers: Timers,
  ) {}

  async publish(rows: readonly OutboxMessage[], timeoutMs: number): Promise<readonly Position[]> {
    if (timeoutMs < 1_000) throw new Error('the lease expires soon, and no send may outlive it');
    try {
      return await within(this.timers, timeoutMs, this.send(rows));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const link = this.link;
    this.link = undefined;
    this.partitions.clear();
    const closed = link?.then(({ connection }) => connection.close());
    await within(this.timers, 1_000, closed ?? Promise.resolve()).catch(() => undefined);
  }

  private async send(rows: readonly OutboxMessage[]): Promise<readonly Position[]> {
    const { connection, channel } = await this.linked();
    const unknown = new Set(rows.map(({ topic }) => topic).filter((topic) => !this.partitions.has(topic)));
    for (const topic of unknown) this.partitions.set(topic, await partitionsOf(connection, topic));
    const sent = rows.map((row): Position => {
      const partition = partitionOf(row.key, this.partitions.get(row.topic)!);
      channel.publish(row.topic, `${partition}.${row.type}`, Buffer.from(row.body), {
        persistent: true,
        messageId: row.id,
        type: row.type,
        contentType: 'application/json',
        timestamp: Math.floor(row.time.getTime() / 1_000),
        headers: { ...headersOf(row), [KEY_HEADER]: row.key },
      });
      return { partition, offset: positionOf(row.id) };
    });
    await channel.waitForConfirms();
    return sent;
  }

  private linked(): Promise<Link> {
    this.link ??= (async () => {
      const connection = await this.connect();
      const channel = await connection.createConfirmChannel();
      // Rejects pending confirmations. Without any, the next send fails.
      channel.on('error', () => undefined);
      return { connection, channel };
    })();
    return this.link;
  }
}
