import {
  type Clock,
  type Context,
  DomainError,
  type Ids,
  Pace,
  type Timers,
  backoff,
  instantOf,
  sleep,
} from '@waybill/kernel';
import { onceOnly } from './idempotency.js';
import {
  type Changes,
  type Claim,
  CommitInDoubt,
  type Database,
  type LoadRequest,
  type Session,
} from './session.js';
import { pendingReactions } from './reactions/pending-reaction.js';
import { type Effect, effects, outboxKind } from './tables.js';
import {
  type Act,
  DuplicateMessage,
  type Rehearsal,
  type Rehearser,
  type UnitOfWork,
} from './unit-of-work.js';
import { gaveUp, judge } from './verdict.js';
import { WorkingSet, distinctLoads } from './working-set.js';
import { unitOfWorkErrors } from './unit-of-work.errors.js';

export interface BatchRunnerOptions {
  readonly database: Database;
  /** What this service says it is in messages: `/order`. */
  readonly source: string;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: () => number;
  /** Messages per transaction at most. */
  readonly setSize?: number;
  /** Under load a set waits for more as long as the last one took, at most this; an idle runner never waits. */
  readonly gatherMs?: number | undefined;
  /** Every set waits so long for more, however idle the unit of work is: for acts that nobody is waiting for, which are cheaper together. */
  readonly lingerMs?: number;
  /** How long a message is tried against an unreachable database before it is rejected as Unavailable. */
  readonly patienceMs?: number;
  /** Claims older than this may be gone, so such a message cannot be told from a new one and is refused as TOO_OLD. */
  readonly retentionDays?: number;
  /** Called after each commit with what it left to do. */
  readonly committed?: (done: Committed) => void;
}

export interface Committed {
  /** The set's instant. */
  readonly at: Date;
  readonly messages: number;
  readonly effects: readonly Effect[];
  /** Rows for asynchronous handlers of domain events. */
  readonly reactions: number;
  /** Size of the set and time from its begin to its commit. */
  readonly acts: number;
  readonly ms: number;
}

interface Job {
  readonly claim: Claim;
  readonly context: Context;
  readonly act: Act<unknown>;
  readonly prefetched: readonly LoadRequest[];
  readonly since: number;
  /** What the act returned in a set whose commit is in doubt. */
  inDoubt?: { readonly value: unknown };
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

const DAY = 86_400_000;
/** So many acts are worth a transaction of their own: their callers wait for no more. */
const ENOUGH = 32;

/** Gathers acts into sets and runs one set at a time: while one transaction is in flight, the next set gathers. */
export class BatchRunner implements UnitOfWork, Rehearser {
  private queue: Job[] = [];
  private busy: Promise<void> | undefined;

  private readonly pace: Pace;
  private gathering: AbortController | undefined;

  constructor(private readonly options: BatchRunnerOptions) {
    const { timers, clock, gatherMs = 0 } = options;
    this.pace = new Pace(timers, gatherMs, () => clock.now().getTime());
  }

  run<Result>(context: Context, act: Act<Result>, prefetched: readonly LoadRequest[] = []): Promise<Result> {
    if (context.takeOver) return context.takeOver(act) as Promise<Result>;
    const { clock, retentionDays = 14 } = this.options;
    const now = clock.now().getTime();
    const born = instantOf(context.messageId)?.getTime() ?? 0;
    if (born < now - retentionDays * DAY) {
      const message = `message ${context.messageId} is older than the ${retentionDays} days that claims are kept`;
      return Promise.reject(new DomainError(unitOfWorkErrors.TOO_OLD, message));
    }
    if (born > now + DAY) {
      const message = `message ${context.messageId} was made in the future: there is no place for its claim yet`;
      return Promise.reject(new DomainError(unitOfWorkErrors.TOO_NEW, message));
    }
    const enqueue = (given: Act<unknown>, rows: readonly LoadRequest[]) =>
      this.enqueue({ context, act: given, prefetched: rows, since: now });
    if (context.idempotency)
      return onceOnly(context, act, (once, key) => enqueue(once, [key, ...prefetched]));
    return enqueue(act, prefetched) as Promise<Result>;
  }

  private enqueue(asked: Pick<Job, 'context' | 'act' | 'prefetched' | 'since'>): Promise<unknown> {
    return new Promise<unknown>((resolve, reject) => {
      const { consumer, messageId } = asked.context;
      const claim = { consumer, messageId };
      this.queue.push({ ...asked, claim, resolve, reject });
      // With a reason, because abort() makes an error with a stack each time it is called without one.
      if (this.queue.length >= ENOUGH) this.gathering?.abort('enough');
      this.busy ??= this.drain();
    });
  }

  async rehearse<Result>(context: Context, act: Act<Result>): Promise<Rehearsal<Result>> {
    const { database, ids, source } = this.options;
    const session = await database.open();
    try {
      const { at } = await session.begin([]);
      const set = new WorkingSet(session, at, ids, source);
      const [attempt] = await set.run([{ context, act }]);
      if (attempt!.error) throw attempt!.error.cause;
      return { result: attempt!.value as Result, changes: set.changes() };
    } finally {
      await session.rollback();
    }
  }

  /** Resolves when everything that was asked so far is decided. */
  async idle(): Promise<void> {
    while (this.busy) await this.busy;
  }

  private async drain(): Promise<void> {
    const { setSize = 200, clock } = this.options;
    await Promise.resolve();
    while (this.queue.length > 0) {
      if (this.queue.length < ENOUGH) await this.gather();
      const jobs = this.queue.splice(0, setSize);
      const start = clock.now().getTime();
      await this.persist(jobs, 0);
      this.pace.done(jobs.length, clock.now().getTime() - start);
    }
    // In the very turn in which the queue was seen empty: what comes later begins the next drain.
    this.busy = undefined;
  }

  /** Until a set may begin; enough acts need not wait. */
  private async gather(): Promise<void> {
    const { timers, lingerMs = 0 } = this.options;
    const { signal } = (this.gathering = new AbortController());
    if (lingerMs > 0) await sleep(timers, lingerMs, signal);
    await this.pace.turn(signal);
  }

  /** Runs the set until it is decided: again, one by one, or not at all, by the kind of error. */
  private async persist(jobs: readonly Job[], attempt: number): Promise<void> {
    try {
      await this.perform(jobs);
    } catch (error) {
      const verdict = judge(error, attempt, jobs.length === 1);
      if (verdict === 'retry' || verdict === 'wait') await this.again(jobs, error, verdict, attempt);
      // Alone, so that only those are refused whose own data or defect it is.
      else if (jobs.length > 1) for (const job of jobs) await this.persist([job], 0);
      else jobs[0]?.reject(error);
    }
  }

  private async again(
    jobs: readonly Job[],
    error: unknown,
    verdict: 'retry' | 'wait',
    attempt: number,
  ): Promise<void> {
    const { clock, timers, random, patienceMs = 5_000 } = this.options;
    const tired = clock.now().getTime() - patienceMs;
    const patient = jobs.filter(({ since }) => since >= tired);
    for (const job of jobs) if (job.since < tired) job.reject(gaveUp(job.context, error));
    if (patient.length === 0) return;
    await sleep(timers, backoff(attempt, verdict === 'retry' ? 5 : 50, 1_000, random));
    await this.persist(patient, attempt + 1);
  }

  /** One transaction. Throws when the set as a whole did not stand; then nothing is written and nobody is answered. */
  private async perform(jobs: readonly Job[]): Promise<void> {
    const { clock, database, ids, source } = this.options;
    const start = clock.now().getTime();
    const { first, twins } = withoutTwins(jobs);
    const session = await database.open();
    try {
      const loads = distinctLoads(first.flatMap(({ prefetched }) => prefetched));
      const claims = first.map(({ claim }) => claim);
      const { at, fresh, rows } = await session.begin(claims, loads);
      const isFresh = new Set(fresh.map(nameOf));
      const ours = first.filter(({ claim }) => isFresh.has(nameOf(claim)));
      const set = new WorkingSet(session, at, ids, source, { loads, rows });
      const attempts = await set.run(ours);
      const decided = ours.map((job, index) => ({ job, ...outcomeOf(attempts[index]!) }));
      const changes = set.changes();
      if (decided.every(({ error }) => error)) await session.rollback();
      else await this.commit(session, changes, decided);

      for (const { job, error, value } of decided) {
        if (error) job.reject(error.cause);
        else job.resolve(value);
      }
      for (const job of first) if (!isFresh.has(nameOf(job.claim))) answerAgain(job);
      this.queue.unshift(...twins);
      this.tell(at, changes, ours.length, clock.now().getTime() - start);
    } catch (error) {
      await session.rollback();
      throw error;
    }
  }

  private tell(at: Date, changes: readonly Changes[], acts: number, ms: number): void {
    const inserted = (kind: object) => changes.find((change) => change.kind === kind)?.inserts ?? [];
    try {
      this.options.committed?.({
        at,
        messages: inserted(outboxKind).length,
        effects: inserted(effects) as readonly Effect[],
        reactions: inserted(pendingReactions).length,
        acts,
        ms,
      });
    } catch {
      // What is committed stands; relay and runner find it by looking when they were not told.
    }
  }

  /** A commit whose answer was lost is decided by the claims: they stand exactly when everything else does. */
  private async commit(session: Session, changes: readonly Changes[], decided: readonly Decided[]) {
    const { database } = this.options;
    const stands = decided.filter(({ error }) => !error);
    const refused = decided.filter(({ error }) => error);
    try {
      await session.commit(
        changes,
        refused.map(({ job }) => job.claim),
      );
    } catch (error) {
      if (!(error instanceof CommitInDoubt)) throw error;
      const claims = stands.map(({ job }) => job.claim);
      const standing = await database.standing(claims).catch(() => undefined);
      if (standing?.length === claims.length) return;
      // It may still be on its way, or nobody can be asked: a claim that is found taken later is the proof that it arrived.
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

function outcomeOf({ value, error }: Pick<Decided, 'value' | 'error'>): Pick<Decided, 'value' | 'error'> {
  return { value, error };
}

/** The claim was taken before: by an earlier delivery, or by our own commit whose answer was lost. */
function answerAgain({ claim, inDoubt, resolve, reject }: Job): void {
  if (inDoubt) resolve(inDoubt.value);
  else reject(new DuplicateMessage(`${nameOf(claim)} was handled before`));
}

function nameOf({ consumer, messageId }: Claim): string {
  return `${consumer} ${messageId}`;
}

function withoutTwins(jobs: readonly Job[]): { first: Job[]; twins: Job[] } {
  const names = new Set<string>();
  const first: Job[] = [];
  const twins: Job[] = [];
  for (const job of jobs) {
    const name = nameOf(job.claim);
    (names.has(name) ? twins : first).push(job);
    names.add(name);
  }
  return { first, twins };
}
