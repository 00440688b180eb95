import { Repetition } from '@waybill/kernel';
import type { Leases } from '@waybill/outbox';
import type { PendingReaction, Reactions } from '@waybill/unit-of-work';
import { Consumer, type ConsumerOptions } from '../consumer.js';
import { type ReactionQueue, nameOf } from './reaction-queue.js';
import { reactionRoute, recordOf, withDomainEvents } from './reaction-record.js';

export interface ReactionRunnerOptions extends Omit<ConsumerOptions, 'types' | 'routes'> {
  readonly reactions: Reactions;
  readonly queue: ReactionQueue;
  readonly leases: Pick<Leases, 'hold' | 'release'>;
  /** Between two looks when nothing wakes the runner: commits of other instances are found by looking. Default 500. */
  readonly pollMs?: number | undefined;
  /** Aggregates at most whose events are being handled at a time. Default 64. */
  readonly concurrency?: number;
  readonly onError?: (error: unknown) => void;
}

/** Rows per look at most. */
const LIMIT = 500;

/**
 * Hands pending reactions to their handlers: many aggregates at once, the events of one aggregate for one handler in
 * order. A `Consumer` per handler does the rest as for messages: the claim that makes the effect happen once, retries,
 * and dead letters that park the aggregate for that handler. A row is removed after it is handled or dead-lettered; a
 * crash in between hands it over again, and the claim refuses it.
 */
export class ReactionRunner extends Repetition {
  private readonly consumers = new Map<string, Consumer>();
  private readonly busy = new Map<
    string,
    { readonly rows: readonly PendingReaction[]; done: Promise<void> }
  >();
  private shards: readonly number[] = [];

  constructor(private readonly options: ReactionRunnerOptions) {
    super(options.timers, options.pollMs ?? 500);
  }

  /** Begins nothing more and waits for the handlers that are running. */
  override async stop(): Promise<void> {
    await super.stop();
    await Promise.all([...this.busy.values()].map(({ done }) => done));
    await this.options.leases.release().catch(() => undefined);
  }

  protected async turn(): Promise<void> {
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
        // What was committed for this aggregate meanwhile was left out of every look.
        this.wake();
      } catch (error) {
        // Found again by the next look, and refused by the claim.
        this.busy.delete(name);
        onError?.(error);
      }
    };
    this.busy.set(name, { rows, done: work() });
  }

  /** Of shards that were another instance's, the parked keys are not known here. */
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
