import type { Context, MessageType } from '@waybill/kernel';
import type { Kind } from './kind.js';
import type { Changes, LoadRequest } from './session.js';
import type { EffectContext } from './tables.js';

/** A call to the outside world, performed after the commit and answered by a message of its own. */
export interface EffectRequest {
  /** Names the performer. */
  readonly kind: string;
  /** Order: effects of one key are performed one at a time. */
  readonly key: string;
  readonly payload: unknown;
  /** Not before this instant; at once when absent. */
  readonly dueAt?: Date;
  /** On whose behalf, when it is an earlier message that had to wait; the act's own when absent. */
  readonly context?: EffectContext;
}

/** Which version of which aggregate a message speaks of. */
export interface About {
  readonly aggregateType: string;
  readonly aggregateVersion: number;
}

/**
 * What one act may do within the set's transaction. Rows are read-only: save a new one. Loads of all acts of a set are
 * gathered, so issue them together (`Promise.all`) and await nothing else.
 */
export interface Tx {
  /** The set's one instant. */
  readonly at: Date;
  readonly context: Context;
  /** The row under this key, locked until the commit. */
  load<Row extends object, Key extends keyof Row>(
    kind: Kind<Row, Key>,
    key: Pick<Row, Key>,
  ): Promise<Readonly<Row> | undefined>;
  /** The row as it is, without a lock: for reference data that the act does not change. */
  read<Row extends object, Key extends keyof Row>(
    kind: Kind<Row, Key>,
    key: Pick<Row, Key>,
  ): Promise<Readonly<Row> | undefined>;
  /** Rows whose first key columns are `parent`, above `after` in the last key column, in its order. Lock the parent first. */
  list<Row extends object, Key extends keyof Row>(
    kind: Kind<Row, Key>,
    parent: Partial<Row>,
    after: number,
  ): Promise<readonly Readonly<Row>[]>;
  /** Inserts the row, or replaces the one that this act loaded. */
  save<Row extends object, Key extends keyof Row>(kind: Kind<Row, Key>, row: Row): void;
  remove<Row extends object, Key extends keyof Row>(kind: Kind<Row, Key>, key: Pick<Row, Key>): void;
  /** Inserts a row that is never changed: an event, an entry of a log. */
  append<Row extends object, Key extends keyof Row>(kind: Kind<Row, Key>, row: Row): void;
  /** Puts a message into the outbox and returns its id. */
  publish<Data>(type: MessageType<string, Data>, key: string, data: NoInfer<Data>, about?: About): string;
  effect(request: EffectRequest): void;
}

export type Act<Result> = (tx: Tx) => Promise<Result>;

/** The unit of work: runs acts in sets, each set in one transaction; each act stands or falls alone. */
export interface UnitOfWork {
  /**
   * Runs `act` exactly once per (context.consumer, context.messageId) and resolves after the commit with what it returned.
   * Rejects with what it threw (nothing of it is written), with DuplicateMessage when the claim exists already, or with
   * Unavailable when the database could not be reached for long enough. `act` may run more than once before it stands,
   * so it must do nothing but decide. `prefetched`: rows that it is going to load whatever it finds; they come with its claim, and
   * it waits for no round trip of its own. What it loads besides is read as ever.
   */
  run<Result>(context: Context, act: Act<Result>, prefetched?: readonly LoadRequest[]): Promise<Result>;
}

/** A row that an act will `load`. */
export function toLoad<Row extends object, Key extends keyof Row>(
  kind: Kind<Row, Key>,
  key: Pick<Row, Key>,
): LoadRequest {
  return { kind: kind, key, lock: true };
}

/** A row that an act will `read`. */
export function toRead<Row extends object, Key extends keyof Row>(
  kind: Kind<Row, Key>,
  key: Pick<Row, Key>,
): LoadRequest {
  return { kind: kind, key, lock: false };
}

/** What an act would have answered and written. */
export interface Rehearsal<Result> {
  readonly result: Result;
  readonly changes: readonly Changes[];
}

export interface Rehearser {
  /**
   * Runs `act` alone in a transaction that is rolled back. Claims are neither asked nor left, and the guards of the kinds are
   * checked; what only the database would refuse is not. Rejects with what the act threw.
   */
  rehearse<Result>(context: Context, act: Act<Result>): Promise<Rehearsal<Result>>;
}

/** The message has had its effect on this consumer before. */
export class DuplicateMessage extends Error {
  override readonly name = 'DuplicateMessage';
  readonly code = 'DUPLICATE_MESSAGE';
}

/**
 * The database did not answer, or not in time: the same call may succeed later. Nothing was written, unless the answer to a
 * commit was lost and nobody could be asked; then the same message finds its claim, and the same Idempotency-Key its answer.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly code = 'UNAVAILABLE';
}
