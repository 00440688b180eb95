import { type Context, type Ids, type Timers, backoff } from '@waybill/kernel';
import type { Leases } from '@waybill/outbox';
import type { DueEffect, EffectStore } from './effect-store.js';
import { type Effect, type EffectContext, effects } from './tables.js';
import type { LoadRequest } from './session.js';
import { type Tx, type UnitOfWork, toLoad } from './unit-of-work.js';

/** The effect as its performer sees it. */
export interface EffectCall {
  readonly id: string;
  /** Counts from 1. After a crash the same attempt is performed again, so the call must be idempotent by `id` or `key`. */
  readonly attempt: number;
  readonly key: string;
  readonly context: EffectContext;
}

/** Performs one kind of effect, and handles its answer within a set. */
export interface Performer<Payload = unknown, Answer = unknown> {
  /** The call to the world; never in a transaction. Throw to have it tried again, with backoff, for ever. */
  perform(payload: Payload, call: EffectCall): Promise<Answer>;
  /** Decides on the answer; the effect's row is gone in the same transaction. */
  answer(tx: Tx, answer: Answer, payload: Payload, call: EffectCall): Promise<void> | void;
  /** Rows that `answer` is going to load whatever it finds: they come with its claim. */
  prefetch?(payload: Payload, call: EffectCall): readonly LoadRequest[];
}

export interface EffectRunnerOptions {
  readonly store: EffectStore;
  readonly leases: Leases;
  readonly unitOfWork: UnitOfWork;
  readonly ids: Ids;
  readonly performers: Readonly<Record<string, Performer>>;
  readonly timers: Timers;
  readonly random: () => number;
  /** Calls in flight at most. */
  readonly concurrency?: number;
  readonly pollMs?: number | undefined;
  /** Makes the performer's call; `call()` when absent. A simulation lets it take time, or not return. */
  readonly calling?: (<Answer>(effect: Effect, call: () => Promise<Answer>) => Promise<Answer>) | undefined;
  readonly onFailure?: (effect: Effect, error: unknown) => void;
}

/** Rows per look at most. */
const LIMIT = 500;

/**
 * Performs what committed acts asked of the world, and brings each answer back as a message of its own. The effect's row
 * decides: it is locked with the answer and gone after it, so an effect is answered once however often it was performed, and
 * however old it is. Effects of one key go one after the other, many keys at once; an instance performs those of its shards.
 */
export class EffectRunner {
  private readonly known = new Map<string, Effect>();
  private readonly lanes = new Map<string, Effect[]>();
  private readonly timersOf = new Map<string, () => void>();
  private readonly inFlight = new Set<Promise<void>>();
  private ready: string[] = [];
  private stopped = false;
  private cancelPoll: (() => void) | undefined;
  private polling: Promise<void> | undefined;
  private shards = new Set<number>();

  constructor(private readonly options: EffectRunnerOptions) {}

  start(): void {
    this.polling = this.poll();
  }

  /** Effects of a commit of this process, and its instant: those of its own shards need no look at the database. */
  take(committed: readonly Effect[], at: Date): void {
    this.takeDue(committed.map((effect) => ({ effect, waitMs: effect.dueAt.getTime() - at.getTime() })));
  }

  /** Starts nothing more and waits for the calls in flight. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelPoll?.();
    for (const cancel of this.timersOf.values()) cancel();
    await this.polling;
    await Promise.all(this.inFlight);
    await this.options.leases.release().catch(() => undefined);
  }

  private async poll(): Promise<void> {
    const { store, leases, timers, pollMs = 500 } = this.options;
    try {
      this.shards = new Set((await leases.hold()).map(({ shard }) => shard));
      // By the database's clock, which wrote it: another one that is slow would leave it lying.
      const shards = [...this.shards];
      const without = [...this.known.keys()];
      this.takeDue(await store.due({ withinMs: pollMs, shards, without, limit: LIMIT }));
    } catch {
      // The database is away: readiness says so, and the next look finds what is due.
    }
    if (this.stopped) return;
    this.cancelPoll = timers.after(pollMs, () => {
      this.polling = this.poll();
    });
  }

  private takeDue(due: readonly DueEffect[]): void {
    for (const { effect, waitMs } of due) if (this.shards.has(effect.shard)) this.schedule(effect, waitMs);
    this.pump();
  }

  private schedule(effect: Effect, waitMs: number): void {
    if (this.known.has(effect.id) || this.stopped) return;
    const { pollMs = 500 } = this.options;
    // What is due later than the next look is left to it, so that memory holds only what is near.
    if (waitMs > pollMs * 2) return;
    this.known.set(effect.id, effect);
    if (waitMs <= 0) return this.enqueue(effect);
    const cancel = this.options.timers.after(waitMs, () => {
      this.timersOf.delete(effect.id);
      this.enqueue(effect);
      this.pump();
    });
    this.timersOf.set(effect.id, cancel);
  }

  private enqueue(effect: Effect): void {
    const lane = this.lanes.get(effect.key);
    if (lane) lane.push(effect);
    else {
      this.lanes.set(effect.key, [effect]);
      this.ready.push(effect.key);
    }
  }

  private pump(): void {
    const { concurrency = 64 } = this.options;
    while (!this.stopped && this.inFlight.size < concurrency) {
      const key = this.ready.shift();
      if (key === undefined) return;
      const work = this.next(key).finally(() => {
        this.inFlight.delete(work);
        this.pump();
      });
      this.inFlight.add(work);
    }
  }

  private async next(key: string): Promise<void> {
    const lane = this.lanes.get(key);
    const effect = lane?.shift();
    if (!effect) return;
    await this.perform(effect);
    if (lane && lane.length > 0) this.ready.push(key);
    else this.lanes.delete(key);
  }

  private async perform(effect: Effect): Promise<void> {
    const { performers, unitOfWork, calling = (_, call) => call(), onFailure } = this.options;
    const performer = performers[effect.kind];
    const call: EffectCall = {
      id: effect.id,
      attempt: effect.attempt,
      key: effect.key,
      context: effect.context,
    };
    try {
      if (!performer) throw new Error(`no performer is registered for effects of kind ${effect.kind}`);
      const answer = await calling(effect, () => performer.perform(effect.payload, call));
      const prefetched = [
        toLoad(effects, { id: effect.id }),
        ...(performer.prefetch?.(effect.payload, call) ?? []),
      ];
      const answering = async (tx: Tx): Promise<void> => {
        // In one round, and the row has the first word: a second answer may well find nothing that it could change.
        const [row, answered] = await Promise.allSettled([
          tx.load(effects, { id: effect.id }),
          (async () => performer.answer(tx, answer, effect.payload, call))(),
        ]);
        if (row.status === 'fulfilled' && !row.value) throw new AnsweredBefore(effect.id);
        for (const part of [row, answered]) if (part.status === 'rejected') throw part.reason;
        tx.remove(effects, { id: effect.id });
      };
      await unitOfWork.run(this.contextOf(effect), answering, prefetched);
      this.known.delete(effect.id);
    } catch (error) {
      if (error instanceof AnsweredBefore) {
        this.known.delete(effect.id);
        return;
      }
      onFailure?.(effect, error);
      await this.postpone(effect);
    }
  }

  /** Tried again later under the next attempt, so that an answer still on its way is told apart. */
  private async postpone(effect: Effect): Promise<void> {
    const { unitOfWork, random } = this.options;
    const wait = backoff(effect.attempt, 250, 60_000, random) + 100;
    try {
      const later = await unitOfWork.run(this.contextOf(effect), async (tx) => {
        const row = await tx.load(effects, { id: effect.id });
        if (row?.attempt !== effect.attempt) return undefined;
        const dueAt = new Date(tx.at.getTime() + wait);
        const next: Effect = { ...effect, attempt: effect.attempt + 1, dueAt };
        tx.save(effects, next);
        return next;
      });
      this.known.delete(effect.id);
      if (later) this.schedule(later, wait);
    } catch (error) {
      // Not recorded: the row is still due, and the next look finds it.
      this.known.delete(effect.id);
      this.options.onFailure?.(effect, error);
    }
  }

  /** A new id: one made of the effect's own would be too old for a claim when the world was away for weeks. */
  private contextOf({ kind, context }: Effect): Context {
    return { messageId: this.options.ids.next(), consumer: kind, ...context };
  }
}

/** Drops what the answer wrote: another instance was faster. */
class AnsweredBefore extends Error {
  constructor(id: string) {
    super(`effect ${id} is answered already`);
  }
}
