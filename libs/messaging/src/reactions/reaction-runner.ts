import { Repetition } from '@waybill/kernel';
import { type Leases, type LookOptions, lookEveryMs } from '@waybill/outbox';
import type { PendingReaction, Reactions } from '@waybill/unit-of-work';
import { Consumer, type ConsumerOptions } from '../consumer.js';
import { type ReactionQueue, nameOf } from './reaction-queue.js';
import { reactionRoute, recordOf, withDomainEvents } from './reaction-record.js';

export interface ReactionRunnerOptions extends Omit<ConsumerOptions, 'types' | 'routes'>, LookOptions {
  readonly reactions: Reactions;
  readonly queue: ReactionQueue;
  readonly leases: Pick<Leases, 'hold' | 'release' | 'members'>;
  /** Maximum number of aggregates in parallel. Default 64. */
  readonly concurrency?: number;
  readonly onError?: (error: unknown) => void;
}

/** Between two polls for what other instances have committed and do not tell of. */
const OFTEN_MS = 500;
/** Maximum rows per poll. */
const LIMIT = 500;

/**
 * Passes pending reactions to their handlers: many aggregates in parallel, the events of one aggregate for one handler in order. A
 * `Consumer` per handler does the rest as for messages: the claim, retries, and dead letters that park the aggregate for that handler. A
 * row is removed after it is handled or dead-lettered. After a crash in between, the row is handled again and its claim refuses it.
 */
export class ReactionRunner extends Repetition {
  private readonly consumers = new Map<string, Consumer>();
  private readonly busy = new Map<
    string,
    { readonly rows: readonly PendingReaction[]; done: Promise<void> }
  >();
  private shards: readonly number[] = [];

  constructor(private readonly options: ReactionRunnerOptions) {
    super(options.timers, options.pollMs ?? OFTEN_MS);
  }

  /** Starts nothing more and waits for running handlers. */
  override async stop(): Promise<void> {
    await super.stop();
    await Promise.all([...this.busy.values()].map(({ done }) => done));
    await this.options.leases.release().catch(() => undefined);
  }

  protected async turn(): Promise<number> {
    await this.look();
    return lookEveryMs(this.options, OFTEN_MS);
  }

  private async look(): Promise<void> {
    const { reactions, queue, concurrency = 64, onError } = this.options;
    const { consumers } = reactions;
    const room = concurrency - this.busy.size;
    if (consumers.length === 0 || room <= 0) return;
    try {
      const shards = await this.hold();
      const without = [...this.busy.values()].map(({ rows }) => rows[0]!);
      const rows = await queue.next({ shards, consumers, without, limit: LIMIT });
      const byQueue = Map.groupBy(rows, nameOf);
      for (const [name, own] of [...byQueue].slice(0, room)) this.begin(name, own);
    } catch (error) {
      onError?.(error);
    }
  }

  private begin(name: string, rows: readonly PendingReaction[]): void {
    const { service, queue, onError } = this.options;
    const work = async (): Promise<void> => {
      try {
        await this.consumerOf(rows[0]!.consumer).handle(rows.map((row) => recordOf(row, service)));
        await queue.remove(rows);
        this.busy.delete(name);
        // Polls skipped events that were committed for this aggregate meanwhile.
        this.wake();
      } catch (error) {
        // The next poll finds the row again, and its claim refuses it.
        this.busy.delete(name);
        onError?.(error);
      }
    };
    this.busy.set(name, { rows, done: work() });
  }

  /** The shards belonged to another instance before, so their parked keys are not cached here. */
  private async hold(): Promise<readonly number[]> {
    const shards = (await this.options.leases.hold()).map(({ shard }) => shard);
    if (shards.some((shard) => !this.shards.includes(shard)))
      for (const consumer of this.consumers.values()) consumer.joined();
    return (this.shards = shards);
  }

  private consumerOf(name: string): Consumer {
    const known = this.consumers.get(name);
    if (known) return known;
    const { reactions, unitOfWork, service } = this.options;
    const consumer = new Consumer({
      ...this.options,
      types: withDomainEvents(new Map(), service),
      routes: () => [reactionRoute(reactions, unitOfWork, name)],
    });
    this.consumers.set(name, consumer);
    return consumer;
  }
}
