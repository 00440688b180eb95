import { type Context, DomainError, type Ids, backoff, instantOf, sleep } from '@waybill/kernel';
import type { CommittedMessages } from '@waybill/outbox';
import { onceOnly } from './idempotency.js';
import {
  type Changes,
  type Claim,
  CommitInDoubt,
  type Database,
  type Prefetch,
  type Session,
} from './session.js';
import { pendingReactions } from './reactions/pending-reaction.js';
import { type Effect, effects, outboxMessages } from './tables.js';
import {
  type TransactionWork,
  DuplicateMessage,
  type Rehearsal,
  type Rehearser,
  type UnitOfWork,
} from './unit-of-work.js';
import { timeoutError, classifyFailure } from './classify-failure.js';
import { Batch, requestsOf } from './batch.js';
import { BatchSize, type BatchSizeOptions } from './batch-size.js';
import { CallQueue } from './call-queue.js';
import { Gathering, type GatheringOptions } from './gathering.js';
import { nameOf, splitDuplicates } from './split-duplicates.js';
import { unitOfWorkErrors } from './unit-of-work.errors.js';

export interface BatchRunnerOptions extends GatheringOptions, BatchSizeOptions {
  readonly database: Database;
  /** `source` of the messages that this service publishes: `/order`. */
  readonly source: string;
  readonly ids: Ids;
  readonly random: () => number;
  /** How long a call is retried while the database is unreachable, before it is rejected with Unavailable. */
  readonly patienceMs?: number;
  /** Claims older than this may be deleted. An older message could be a duplicate and is refused with TOO_OLD. */
  readonly retentionDays?: number;
  /** Called after each commit with the follow-up work it created. */
  readonly committed?: (done: Committed) => void;
  /**
   * Resolves when callers have written the responses of a commit. `committed` waits for it if one of them came over HTTP: publishing
   * messages takes as long as writing the response. Default: `committed` is called at once.
   */
  readonly responded?: () => Promise<void>;
}

export interface Committed {
  /** Time of the batch. */
  readonly at: Date;
  readonly messages: number;
  /** The messages; undefined if the commit got no response, so that their positions are not known. */
  readonly outbox: CommittedMessages | undefined;
  readonly changes: readonly Changes[];
  readonly effects: readonly Effect[];
  /** Rows for asynchronous handlers of domain events. */
  readonly reactions: number;
  readonly batchSize: number;
  /** From the begin of the batch to its commit. */
  readonly ms: number;
}

interface Job {
  readonly claim: Claim;
  readonly context: Context;
  readonly work: TransactionWork<unknown>;
  readonly prefetched: readonly Prefetch[];
  readonly since: number;
  /** The handler's result in a batch whose commit is in doubt. */
  inDoubt?: { readonly value: unknown };
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const DAY = 86_400_000;

/**
 * Runs handler calls in batches, one batch at a time. While one transaction is in flight, the next batch collects. Calls with a waiting
 * caller come first, so that a request waits for at most one batch, however many messages are in the queue.
 */
export class BatchRunner implements UnitOfWork, Rehearser {
  private readonly queue = new CallQueue<Job>();
  private busy: Promise<void> | undefined;
  /** The last report of a commit that waits for responses. */
  private reported: Promise<void> | undefined;
  private readonly gathering: Gathering;
  private readonly size: BatchSize;

  constructor(private readonly options: BatchRunnerOptions) {
    this.gathering = new Gathering(options);
    this.size = new BatchSize(options);
  }

  run<Result>(
    context: Context,
    work: TransactionWork<Result>,
    prefetched: readonly Prefetch[] = [],
  ): Promise<Result> {
    if (context.takeOver) return context.takeOver(work) as Promise<Result>;
    const { clock, retentionDays = 14 } = this.options;
    const now = clock.now().getTime();
    const born = instantOf(context.messageId)?.getTime() ?? 0;
    if (born < now - retentionDays * DAY) {
      const message = `message ${context.messageId} is older than the ${retentionDays} days for which claims are kept`;
      return Promise.reject(new DomainError(unitOfWorkErrors.TOO_OLD, message));
    }
    if (born > now + DAY) {
      const message = `the timestamp in message id ${context.messageId} is in the future`;
      return Promise.reject(new DomainError(unitOfWorkErrors.TOO_NEW, message));
    }
    const enqueue = (wrapped: TransactionWork<unknown>, read: readonly Prefetch[]) =>
      this.enqueue({ context, work: wrapped, prefetched: read, since: now });
    if (context.idempotency)
      return onceOnly(context, work, (once, key) => enqueue(once, [key, ...prefetched]));
    return enqueue(work, prefetched) as Promise<Result>;
  }

  private enqueue(call: Pick<Job, 'context' | 'work' | 'prefetched' | 'since'>): Promise<unknown> {
    return new Promise<unknown>((resolve, reject) => {
      const { consumer, messageId } = call.context;
      const claim = { consumer, messageId };
      this.queue.add({ ...call, claim, resolve, reject });
      this.size.added(call);
      this.gathering.added(call, this.queue.length);
      this.busy ??= this.drain();
    });
  }

  async rehearse<Result>(context: Context, work: TransactionWork<Result>): Promise<Rehearsal<Result>> {
    const { database, ids, source } = this.options;
    const session = await database.open();
    try {
      const { at } = await session.begin([]);
      const batch = new Batch(session, at, ids, source);
      const [attempt] = await batch.run([{ context, work }]);
      if (attempt!.error) throw attempt!.error.cause;
      return { result: attempt!.value as Result, changes: batch.changes() };
    } finally {
      await session.rollback();
    }
  }

  /** Resolves when the queue is empty, no batch is running and every commit is reported. */
  async idle(): Promise<void> {
    while (this.busy) await this.busy;
    await this.reported;
  }

  private async drain(): Promise<void> {
    const { clock } = this.options;
    await Promise.resolve();
    while (this.queue.length > 0) {
      await this.gathering.collect(this.queue);
      const jobs = this.queue.take(this.size.most);
      const start = clock.now().getTime();
      await this.persist(jobs, 0);
      const ms = clock.now().getTime() - start;
      this.size.done(jobs.length, ms);
      this.gathering.done(jobs.length, ms);
    }
    // No await since the queue was seen empty, so a later call starts the next drain.
    this.busy = undefined;
  }

  /** Runs the batch until every call has an outcome. A failed batch is retried, split into single calls, or rejected. */
  private async persist(jobs: readonly Job[], attempt: number): Promise<void> {
    try {
      await this.perform(jobs);
    } catch (error) {
      const failure = classifyFailure(error, attempt, jobs.length === 1);
      if (failure === 'conflict' || failure === 'unavailable')
        await this.retry(jobs, error, failure, attempt);
      // One by one, so that only the calls that cause the error are refused.
      else if (jobs.length > 1) for (const job of jobs) await this.persist([job], 0);
      else jobs[0]?.reject(error);
    }
  }

  private async retry(
    jobs: readonly Job[],
    error: unknown,
    failure: 'conflict' | 'unavailable',
    attempt: number,
  ): Promise<void> {
    const { clock, timers, random, patienceMs = 5_000 } = this.options;
    const oldest = clock.now().getTime() - patienceMs;
    const retryable = jobs.filter(({ since }) => since >= oldest);
    for (const job of jobs) if (job.since < oldest) job.reject(timeoutError(job.context, error));
    if (retryable.length === 0) return;
    await sleep(timers, backoff(attempt, failure === 'conflict' ? 5 : 50, 1_000, random));
    await this.persist(retryable, attempt + 1);
  }

  /** One transaction. If it throws, nothing is written and no caller has a result yet. */
  private async perform(jobs: readonly Job[]): Promise<void> {
    const { clock, database, ids, source } = this.options;
    const start = clock.now().getTime();
    const { first, duplicates } = splitDuplicates(jobs);
    const session = await database.open();
    try {
      const { loads, lists } = requestsOf(first.flatMap(({ prefetched }) => prefetched));
      const claims = claimsOf(first);
      const { at, fresh, rows, listed } = await session.begin(claims, loads, lists);
      const isFresh = new Set(fresh.map(nameOf));
      const isOurs = ({ context, claim }: Job) => context.unclaimed ?? isFresh.has(nameOf(claim));
      const ours = first.filter(isOurs);
      const batch = new Batch(session, at, ids, source, { loads, lists, rows, listed });
      const attempts = await batch.run(ours);
      const decided = ours.map((job, index) => ({ job, ...outcomeOf(attempts[index]!) }));
      const changes = batch.changes();
      const outbox = decided.every(({ error }) => error)
        ? await session.rollback().then(() => undefined)
        : await this.commit(session, changes, decided);

      for (const { job, error, value } of decided) {
        if (error) job.reject(error.cause);
        else job.resolve(value);
      }
      for (const job of first) if (!isOurs(job)) resolveDuplicate(job);
      this.queue.putBack(duplicates);
      const report = { at, outbox, batchSize: ours.length, ms: clock.now().getTime() - start };
      const { responded } = this.options;
      if (responded && ours.some(({ context }) => context.consumer === 'http'))
        this.reported = responded().then(() => this.notify(report, changes));
      else this.notify(report, changes);
    } catch (error) {
      await session.rollback();
      throw error;
    }
  }

  private notify(
    done: Pick<Committed, 'at' | 'outbox' | 'batchSize' | 'ms'>,
    changes: readonly Changes[],
  ): void {
    const inserted = (kind: object) => changes.find((change) => change.rowType === kind)?.inserts ?? [];
    try {
      this.options.committed?.({
        ...done,
        changes,
        messages: inserted(outboxMessages).length,
        effects: inserted(effects) as readonly Effect[],
        reactions: inserted(pendingReactions).length,
      });
    } catch {
      // The commit is done. Relay and effect runner also poll, so they find its rows without this call.
    }
  }

  /** If the response to COMMIT is lost, the claims tell whether it happened: they are part of the same transaction. */
  private async commit(
    session: Session,
    changes: readonly Changes[],
    decided: readonly Decided[],
  ): Promise<CommittedMessages | undefined> {
    const { database } = this.options;
    const stands = decided.filter(({ error }) => !error);
    const refused = decided.filter(({ error }) => error);
    try {
      return await session.commit(changes, claimsOf(refused.map(({ job }) => job)));
    } catch (error) {
      if (!(error instanceof CommitInDoubt)) throw error;
      const claims = claimsOf(stands.map(({ job }) => job));
      // Without claims the outcome stays unknown. The calls run again, and see their own changes if the commit succeeded.
      const standing = claims.length > 0 && (await database.standing(claims).catch(() => undefined));
      if (standing && standing.length === claims.length) return undefined;
      // The commit may still be in flight, or the database is unreachable. If a retry finds the claim taken, the commit succeeded.
      for (const { job, value } of stands) job.inDoubt = { value };
      throw error;
    }
  }
}

interface Decided {
  readonly job: Job;
  readonly value: unknown;
  readonly error: { readonly cause: unknown } | undefined;
}

function claimsOf(jobs: readonly Job[]): Claim[] {
  return jobs.filter(({ context }) => !context.unclaimed).map(({ claim }) => claim);
}

function outcomeOf({ value, error }: Pick<Decided, 'value' | 'error'>): Pick<Decided, 'value' | 'error'> {
  return { value, error };
}

/** The claim exists already: from an earlier delivery, or from our own commit whose response was lost. */
function resolveDuplicate({ claim, inDoubt, resolve, reject }: Job): void {
  if (inDoubt) resolve(inDoubt.value);
  else reject(new DuplicateMessage(`${nameOf(claim)} was handled before`));
}
