import type { RedisClientType } from '@redis/client';
import { type Timers, within } from '@waybill/kernel';

/** A caller does not wait longer than this for its counter. */
const PATIENCE_MS = 250;

export interface RedisCountersOptions {
  /** `redis://user:password@host:6379/0`. */
  readonly url: string;
  /** Before the names of all counters. */
  readonly prefix: string;
  readonly timers: Timers;
  readonly onError: (error: unknown) => void;
}

export interface Counted {
  readonly current: number;
  /** Milliseconds until the counter begins again. */
  readonly ttl: number;
}

/** Counters that start again after a time, shared by all processes that use the same Redis. While it is away, calls reject at once. */
export class RedisCounters {
  private client: RedisClientType | undefined;

  constructor(private readonly options: RedisCountersOptions) {}

  /** Connects, and connects again whenever the connection is lost. */
  async start(): Promise<void> {
    const { createClient } = await import('@redis/client');
    const { url, onError } = this.options;
    const client: RedisClientType = createClient({
      url,
      disableOfflineQueue: true,
      socket: { reconnectStrategy: (tries) => Math.min(5_000, 50 * 2 ** tries), connectTimeout: 3_000 },
    });
    this.client = client;
    client.on('error', onError);
    await client.connect().catch(onError);
  }

  stop(): void {
    if (this.client?.isOpen) this.client.destroy();
  }

  /** Counts once more. The first call starts a window of this many milliseconds. */
  async increment(name: string, windowMs: number): Promise<Counted> {
    const key = this.options.prefix + name;
    const commands = this.connected().multi().incr(key).pExpire(key, windowMs, 'NX').pTTL(key);
    const [current, , ttl] = await within(this.options.timers, PATIENCE_MS, commands.exec());
    return { current: Number(current), ttl: Number(ttl) };
  }

  private connected(): RedisClientType {
    if (!this.client) throw new Error('the counters are not started');
    return this.client;
  }
}
