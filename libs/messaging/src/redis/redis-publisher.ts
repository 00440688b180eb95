import type { RedisClientType } from '@redis/client';
import { type Timers, within } from '@waybill/kernel';
import type { OutboxMessage, Position, Publisher } from '@waybill/outbox';
import type { TopicSpec } from '../broker.js';
import { headersOf } from '../envelope.js';
import { partitionOf } from '../partition-of.js';
import { TOPICS, channelOf, lastIdOf, streamOf } from './keys.js';
import type { RedisOptions } from './redis-options.js';
import { APPEND } from './scripts.js';
import { tlsOptions } from '../tls-options.js';

/**
 * Appends the records of each partition with one script. After a rejected send the connection is replaced, so that no queued command runs
 * after its lease has ended.
 */
export class RedisPublisher implements Publisher {
  private client: Promise<RedisClientType> | undefined;
  private readonly topics = new Map<string, TopicSpec>();

  constructor(
    private readonly server: RedisServer,
    private readonly replicas: number,
    private readonly timers: Timers,
  ) {}

  async publish(rows: readonly OutboxMessage[], timeoutMs: number): Promise<readonly Position[]> {
    if (timeoutMs < 1_000) throw new Error('the lease expires soon, and no send may outlive it');
    try {
      return await within(this.timers, timeoutMs, this.send(rows, timeoutMs));
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    this.topics.clear();
    (await client?.catch(() => undefined))?.destroy();
  }

  private async send(rows: readonly OutboxMessage[], timeoutMs: number): Promise<readonly Position[]> {
    const client = await this.connected();
    await this.learnTopics(client, rows);
    const batches = new Map<string, { topic: TopicSpec; partition: number; rows: OutboxMessage[] }>();
    const places = rows.map((row) => {
      const topic = this.topics.get(row.topic)!;
      const partition = partitionOf(row.key, topic.partitions);
      const stream = streamOf(row.topic, partition);
      const batch = batches.get(stream) ?? { topic, partition, rows: [] };
      batches.set(stream, batch);
      return { stream, partition, index: batch.rows.push(row) - 1 };
    });
    const ids = new Map<string, readonly string[]>();
    await Promise.all(
      [...batches].map(async ([stream, { topic, partition, rows }]) => {
        const retention = topic.retentionMs < 0 ? -1 : topic.retentionMs * 1_000;
        const answer = await client.eval(APPEND, {
          keys: [stream, lastIdOf(stream)],
          arguments: [
            String(retention),
            channelOf(topic.name),
            String(partition),
            ...rows.flatMap((row) => [row.key, row.body, JSON.stringify(headersOf(row))]),
          ],
        });
        ids.set(stream, answer as unknown as string[]);
      }),
    );
    if (this.replicas > 0) {
      const copies = Number(await client.wait(this.replicas, timeoutMs));
      if (copies < this.replicas)
        throw new Error(`${copies} of ${this.replicas} replicas of Redis have the records`);
    }
    return places.map(({ stream, partition, index }) => ({
      partition,
      offset: Number(ids.get(stream)![index]),
    }));
  }

  private async learnTopics(client: RedisClientType, rows: readonly OutboxMessage[]): Promise<void> {
    const unknown = new Set(rows.map(({ topic }) => topic).filter((topic) => !this.topics.has(topic)));
    for (const topic of unknown) this.topics.set(topic, await readTopic(client, topic));
  }

  private connected(): Promise<RedisClientType> {
    this.client ??= connectOnce(this.server);
    return this.client;
  }
}

export type RedisServer = Pick<RedisOptions, 'url' | 'tls'>;

/** What a connection to `rediss://` needs beside the URL. */
export function tlsOf({ url, tls = {} }: RedisServer): object {
  return url.startsWith('rediss:') ? { tls: true, ...tlsOptions(tls) } : {};
}

/** A connection that fails instead of queueing commands while its server is down. */
export async function connectOnce(server: RedisServer): Promise<RedisClientType> {
  // Loaded here, because services on other brokers do not need it.
  const { createClient } = await import('@redis/client');
  const client: RedisClientType = createClient({
    url: server.url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: false, connectTimeout: 3_000, ...tlsOf(server) },
  });
  // Commands reject by themselves; without a listener the process would end.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Throws if there is no such topic. */
export async function readTopic(client: Pick<RedisClientType, 'hGet'>, name: string): Promise<TopicSpec> {
  const text = await client.hGet(TOPICS, name);
  if (text === null || text === undefined) throw new Error(`no such topic: ${name}`);
  return JSON.parse(text) as TopicSpec;
}
