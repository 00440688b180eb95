import { type Context, type Ids, Repetition, type Timers, backoff } from '@waybill/kernel';
import { type Leases, type LookOptions, lookEveryMs } from '@waybill/outbox';
import type { DueEffect, EffectStore } from './effect-store.js';
import { type Effect, type EffectContext, effects } from './tables.js';
import type { LoadRequest } from './session.js';
import { type Tx, type UnitOfWork, toLoad } from './unit-of-work.js';

/** The effect, as passed to its performer. */
export interface EffectCall {
  readonly id: string;
  /** Starts at 1. After a crash the same attempt runs again, so the call must be idempotent by `id` or `key`. */
  readonly attempt: number;
  readonly key: string;
  readonly context: EffectContext;
}

/** Performs effects of one kind and handles their results. */
export interface Performer<Payload = unknown, Answer = unknown> {
  /** Calls the external system, outside any transaction. If it throws, it is retried with backoff, without limit. */
  perform(payload: Payload, call: EffectCall): Promise<Answer>;
  /** Handles the result in the transaction that deletes the effect's row. */
  answer(tx: Tx, answer: Answer, payload: Payload, call: EffectCall): Promise<void> | void;
  /** No caller waits for the result: see `Context.deferrable`. */
  readonly deferrable?: true;
  /** Rows that `answer` always loads. They are read together with its claim. */
  prefetch?(payload: Payload, call: EffectCall): readonly LoadRequest[];
}

export interface EffectRunnerOptions extends LookOptions {
  readonly store: EffectStore;
  readonly leases: Leases;
  readonly unitOfWork: UnitOfWork;
  readonly ids: Ids;
  readonly performers: Readonly<Record<string, Performer>>;
  readonly timers: Timers;
  readonly random: () => number;
  /** Maximum number of calls in flight. */
  readonly concurrency?: number;
  /** Makes the performer's call; `call()` when absent. A simulation lets it take time, or not return. */
  readonly calling?: (<Answer>(effect: Effect, call: () => Promise<Answer>) => Promise<Answer>) | undefined;
  readonly onFailure?: (effect: Effect, error: unknown) => void;
  /** Due effects could not be read; the next poll tries again. */
  readonly onError?: (error: unknown) => void;
}

/** Between two polls for what other instances have committed and do not tell of. */
const OFTEN_MS = 500;
/** Maximum number of rows per poll. */
const LIMIT = 500;

/**
 * Performs effects after their transaction has committed, and handles each result in another transaction. That transaction locks
 * and deletes the effect's row, so a result is handled once even if the call was made several times. Effects with the same key run
 * one after the other; different keys run in parallel. Each instance performs the effects of its shards.
 */
export class EffectRunner extends Repetition {
  private readonly known = new Map<string, Effect>();
  private readonly keyQueues = new Map<string, Effect[]>();
  private readonly timersOf = new Map<string, () => void>();
  private readonly inFlight = new Set<Promise<void>>();
  private ready: string[] = [];
  private shards = new Set<number>();

  constructor(private readonly options: EffectRunnerOptions) {
    super(options.timers, options.pollMs ?? OFTEN_MS);
  }

  /** Takes effects that this process has committed at `at`, so that they need not wait for the next poll. */
  take(committed: readonly Effect[], at: Date): void {
    this.takeDue(committed.map((effect) => ({ effect, waitMs: effect.dueAt.getTime() - at.getTime() })));
  }

  /** Starts no more calls and waits for those in flight. */
  override async stop(): Promise<void> {
    const polled = super.stop();
    for (const cancel of this.timersOf.values()) cancel();
    await polled;
    await Promise.all(this.inFlight);
    await this.options.leases.release().catch(() => undefined);
  }

  /** Instances may have joined or left: renews the leases, and polls more often while there are other instances. */
  membersChanged(): void {
    this.options.leases.changed();
    this.wake();
  }

  protected async turn(): Promise<number> {
    const { store, leases } = this.options;
    try {
      this.shards = new Set((await leases.hold()).map(({ shard }) => shard));
      // Due times are compared on the database: an instance with a slow clock would perform effects late.
      const shards = [...this.shards];
      const without = [...this.known.keys()];
      this.takeDue(await store.due({ withinMs: this.everyMs, shards, without, limit: LIMIT }));
    } catch (error) {
      // The next poll finds what is due.
      this.options.onError?.(error);
    }
    return this.everyMs;
  }

  private get everyMs(): number {
    return lookEveryMs(this.options, OFTEN_MS);
  }

  private takeDue(due: readonly DueEffect[]): void {
    for (const { effect, waitMs } of due) if (this.shards.has(effect.shard)) this.schedule(effect, waitMs);
    this.pump();
  }

  private schedule(effect: Effect, waitMs: number): void {
    if (this.known.has(effect.id) || this.stopped) return;
    // The next poll finds effects that are due later, so memory holds only the near ones.
    if (waitMs > this.everyMs * 2) return;
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
    const queue = this.keyQueues.get(effect.key);
    if (queue) queue.push(effect);
    else {
      this.keyQueues.set(effect.key, [effect]);
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
    const queue = this.keyQueues.get(key);
    const effect = queue?.shift();
    if (!effect) return;
    await this.perform(effect);
    if (queue && queue.length > 0) this.ready.push(key);
    else this.keyQueues.delete(key);
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
        // Loaded in one round. The row is checked first, because the second handling of a result may fail on the changed state.
        const [row, answered] = await Promise.allSettled([
          tx.load(effects, { id: effect.id }),
          (async () => performer.answer(tx, answer, effect.payload, call))(),
        ]);
        if (row.status === 'fulfilled' && !row.value) throw new AlreadyAnswered(effect.id);
        for (const part of [row, answered]) if (part.status === 'rejected') throw part.reason;
        tx.remove(effects, { id: effect.id });
      };
      await unitOfWork.run(this.contextOf(effect), answering, prefetched);
      this.known.delete(effect.id);
    } catch (error) {
      if (error instanceof AlreadyAnswered) {
        this.known.delete(effect.id);
        return;
      }
      onFailure?.(effect, error);
      await this.postpone(effect);
    }
  }

  /** Schedules a retry with the next attempt number. A late result of this attempt then finds a row that has moved on. */
  private async postpone(effect: Effect): Promise<void> {
    const { unitOfWork, random } = this.options;
    const wait = backoff(effect.attempt, 250, 60_000, random) + 100;
    try {
      const later = await unitOfWork.run(this.contextOf(effect), async (tx) => {
        const row = await tx.load(effects, { id: effect.id });
        if (row?.attempt !== effect.attempt) return undefined;
        const dueAt = new Date(tx.at.getTime() + wait);
        // Of the row: its payload may have been changed meanwhile, by an erasure.
        const next: Effect = { ...row, attempt: row.attempt + 1, dueAt };
        tx.save(effects, next);
        return next;
      });
      this.known.delete(effect.id);
      if (later) this.schedule(later, wait);
    } catch (error) {
      // The row is unchanged and still due, so the next poll finds it.
      this.known.delete(effect.id);
      this.options.onFailure?.(effect, error);
    }
  }

  /** Without a claim, because the effect's row has the same function: the first result deletes it. */
  private contextOf({ kind, context }: Effect): Context {
    const { deferrable } = this.options.performers[kind] ?? {};
    return { messageId: this.options.ids.next(), consumer: kind, unclaimed: true, deferrable, ...context };
  }
}

/** Thrown to drop the writes of `answer`: another instance has already handled a result. */
class AlreadyAnswered extends Error {
  constructor(id: string) {
    super(`the result of effect ${id} is already handled`);
  }
}
