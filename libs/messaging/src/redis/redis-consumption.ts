import { randomUUID } from 'node:crypto';
import { RESP_TYPES, type RedisClientType, createClient } from '@redis/client';
import { Pace, type Timers, sleep, systemTimers } from '@waybill/kernel';
import type { Consumption, Delivery, Subscription } from '../broker.js';
import { deliveryOf } from './delivery-of.js';
import { channelOf, membersOf, ownerOf, streamOf } from './keys.js';
import type { RedisOptions } from './redis-options.js';
import { readTopic, tlsOf } from './redis-publisher.js';
import { ACKNOWLEDGE, BEAT, RELEASE, TAKE } from './scripts.js';

/** Maximum records per read. */
const MANY = 500;

interface Partition {
  readonly topic: string;
  readonly partition: number;
  readonly stream: string;
  readonly owner: string;
  mine: boolean;
  work: Promise<void> | undefined;
  wake: (() => void) | undefined;
  /** Something was appended since the last read. */
  more: boolean;
}

/** A member of a group. It works on its share of the partitions while it holds their leases. */
export class RedisConsumption implements Consumption {
  private readonly member = randomUUID();
  private readonly client: RedisClientType;
  private readonly listener: RedisClientType;
  private readonly timers: Timers;
  private readonly partitions: Partition[] = [];
  private readonly stopping = new AbortController();
  private readonly ended = new AbortController();
  private readonly leaseMs: number;
  private beating: Promise<void> = Promise.resolve();
  private lastBeat = 0;

  constructor(
    private readonly subscription: Subscription,
    private readonly options: RedisOptions,
  ) {
    this.timers = options.timers ?? systemTimers;
    this.leaseMs = options.leaseMs ?? 10_000;
    // Commands fail at once without a connection: a queued command would run after its lease has ended.
    this.client = createClient({
      url: options.url,
      disableOfflineQueue: true,
      socket: {
        reconnectStrategy: (tries) => Math.min(2_000, 50 * 2 ** tries),
        connectTimeout: 3_000,
        ...tlsOf(options),
      },
    });
    this.listener = this.client.duplicate();
    const warn = (error: Error) => options.log?.('warn', 'Redis is away', { reason: error.message });
    this.client.on('error', warn);
    this.listener.on('error', () => undefined);
  }

  async start(): Promise<void> {
    try {
      await this.client.connect();
      const { group, topics } = this.subscription;
      for (const topic of topics) await this.join(group, topic);
      await this.listener.connect();
      for (const topic of topics)
        await this.listener.subscribe(channelOf(topic), (partition) => this.appended(topic, partition));
      await this.beat();
    } catch (error) {
      this.client.destroy();
      if (this.listener.isOpen) this.listener.destroy();
      throw error;
    }
    this.beating = this.keepBeating();
  }

  alive(): boolean {
    return performance.now() - this.lastBeat < this.leaseMs * 3;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const partition of this.partitions) partition.wake?.();
    // Continues its heartbeat while it works, because until then no other member may get its partitions.
    await Promise.all(this.partitions.map(async ({ work }) => work));
    this.ended.abort();
    await this.beating;
    await this.client.zRem(membersOf(this.subscription.group), this.member).catch(() => undefined);
    this.client.destroy();
    this.listener.destroy();
  }

  private async join(group: string, topic: string): Promise<void> {
    const { partitions } = await readTopic(this.client, topic);
    for (let partition = 0; partition < partitions; partition++) {
      const stream = streamOf(topic, partition);
      await this.client.xGroupCreate(stream, group, '0', { MKSTREAM: true }).catch((error: unknown) => {
        if (!String(error).includes('BUSYGROUP')) throw error;
      });
      const idle = { mine: false, work: undefined, wake: undefined, more: false };
      this.partitions.push({ topic, partition, stream, owner: ownerOf(stream, group), ...idle });
    }
  }

  private async keepBeating(): Promise<void> {
    const { signal } = this.ended;
    while (!signal.aborted) {
      await sleep(this.timers, this.options.beatMs ?? 1_000, signal);
      if (signal.aborted) return;
      // Without the server it can only retry; `alive` reports when that takes too long.
      await this.beat().catch(() => undefined);
    }
  }

  /** Sends a heartbeat, renews its leases and works on its share of the partitions. */
  private async beat(): Promise<void> {
    const held = this.partitions.filter(({ work }) => work !== undefined).map(({ owner }) => owner);
    const answer = await this.client.eval(BEAT, {
      keys: [membersOf(this.subscription.group), ...held],
      arguments: [this.member, String(this.leaseMs)],
    });
    this.lastBeat = performance.now();
    const members = (answer as unknown as string[]).sort();
    const place = members.indexOf(this.member);
    for (const [index, partition] of this.partitions.entries()) {
      partition.mine = index % members.length === place;
      if (partition.mine && !this.stopping.signal.aborted) partition.work ??= this.workOn(partition);
      partition.more = true;
      partition.wake?.();
    }
  }

  private appended(topic: string, nr: string): void {
    const partition = this.partitions.find((own) => own.topic === topic && own.partition === Number(nr));
    if (!partition) return;
    partition.more = true;
    partition.wake?.();
  }

  /** Ends when the partition is lost or the server is down; the next heartbeat starts it again. */
  private async workOn(partition: Partition): Promise<void> {
    const pace = new Pace(this.timers, this.options.gatherMs ?? 0, () => performance.now());
    let from = '0';
    this.subscription.joined?.();
    try {
      while (partition.mine && !this.stopping.signal.aborted) {
        partition.more = false;
        const taken = await this.take(partition, from);
        if (!taken) return;
        if (from === '>' && taken.from === '0') this.subscription.joined?.();
        if (taken.ids.length > 0) {
          const start = performance.now();
          if (taken.records.length > 0) await this.subscription.handle(taken.records);
          if (!(await this.acknowledge(partition, taken.ids))) return;
          pace.done(taken.ids.length, performance.now() - start);
          await pace.turn(this.stopping.signal);
        } else if (taken.from === '>') await this.rest(partition);
        from = taken.ids.length > 0 ? taken.from : '>';
      }
      await this.client.eval(RELEASE, { keys: [partition.owner], arguments: [this.member] });
    } catch (error) {
      this.options.log?.('debug', 'a partition is left alone for a while', { reason: String(error) });
    } finally {
      partition.work = undefined;
    }
  }

  private async take(
    { topic, partition, stream, owner }: Partition,
    from: string,
  ): Promise<{ from: string; ids: string[]; records: Delivery[] } | undefined> {
    const answer = await this.client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).eval(TAKE, {
      keys: [stream, owner],
      arguments: [this.subscription.group, this.member, String(this.leaseMs), from, String(MANY)],
    });
    if (answer === null) return undefined;
    const [found, entries] = answer as unknown as [Buffer, [Buffer, Buffer[] | null][]];
    // Retention deleted the entry while it was in progress, so it has no fields.
    const records = entries.flatMap(([id, fields]) =>
      fields ? [deliveryOf(topic, partition, id, fields)] : [],
    );
    return { from: String(found), ids: entries.map(([id]) => String(id)), records };
  }

  /** False if another member has the partition now; it handles the records again. */
  private async acknowledge({ stream, owner }: Partition, ids: readonly string[]): Promise<boolean> {
    const answer = await this.client.eval(ACKNOWLEDGE, {
      keys: [stream, owner],
      arguments: [this.subscription.group, this.member, ...ids],
    });
    return answer !== null;
  }

  private async rest(partition: Partition): Promise<void> {
    if (partition.more || !partition.mine || this.stopping.signal.aborted) return;
    await new Promise<void>((resolve) => (partition.wake = resolve));
    partition.wake = undefined;
  }
}
