import type { ActDetails, Context, MessageType } from '@waybill/kernel';
import type { RowType } from './row-type.js';
import type { Changes, ListRequest, LoadRequest, Prefetch } from './session.js';
import type { EffectContext } from './tables.js';

/** A call to an external system. It is performed after the commit, and its result is handled in another transaction. */
export interface EffectRequest {
  /** Names the performer. */
  readonly kind: string;
  /** Effects with the same key are performed one after the other. */
  readonly key: string;
  readonly payload: unknown;
  /** Earliest time; default: immediately. */
  readonly dueAt?: Date;
  /** Context of an earlier message that caused the effect; default: the context of this handler run. */
  readonly context?: EffectContext;
}

/** The aggregate version that a message reports. */
export interface About {
  readonly aggregateType: string;
  readonly aggregateVersion: number;
}

/**
 * The transaction as a handler sees it. Rows are read-only: save a new one. The loads of all handlers in a batch are combined
 * into rounds, so start them together (`Promise.all`) and await nothing else.
 */
export interface Tx {
  /** Time of the batch, the same for all its handlers. */
  readonly at: Date;
  readonly context: Context;
  /** The row under this key, locked until the commit. */
  load<Row extends object, Key extends keyof Row>(
    rowType: RowType<Row, Key>,
    key: Pick<Row, Key>,
  ): Promise<Readonly<Row> | undefined>;
  /** The row without a lock, for reference data that the handler does not change. */
  read<Row extends object, Key extends keyof Row>(
    rowType: RowType<Row, Key>,
    key: Pick<Row, Key>,
  ): Promise<Readonly<Row> | undefined>;
  /** Rows whose first key columns are `parent`, above `after` in the last key column, in its order. Lock the parent first. */
  list<Row extends object, Key extends keyof Row>(
    rowType: RowType<Row, Key>,
    parent: Partial<Row>,
    after: number,
  ): Promise<readonly Readonly<Row>[]>;
  /** Inserts the row, or replaces the one that this handler loaded. */
  save<Row extends object, Key extends keyof Row>(kind: RowType<Row, Key>, row: Row): void;
  remove<Row extends object, Key extends keyof Row>(kind: RowType<Row, Key>, key: Pick<Row, Key>): void;
  /** Inserts a row that is never changed, such as an event or a log entry. */
  append<Row extends object, Key extends keyof Row>(kind: RowType<Row, Key>, row: Row): void;
  /** Puts a message into the outbox and returns its id. */
  publish<Data>(type: MessageType<string, Data>, key: string, data: NoInfer<Data>, about?: About): string;
  effect(request: EffectRequest): void;
  /** Adds to the record of the act, if the context has one. The unit of work writes the record, also without this call. */
  record(details: ActDetails): void;
}

/** A handler's work within the transaction. It may run more than once, so it must have no effect outside `tx`. */
export type TransactionWork<Result> = (tx: Tx) => Promise<Result>;

/** Runs handlers in batches. A batch is one transaction, and each of its handlers succeeds or is refused alone. */
export interface UnitOfWork {
  /**
   * Commits `work` once per (context.consumer, context.messageId) and resolves with its result after the commit. Rejects with
   * what it threw (then nothing of it is written), with DuplicateMessage if the claim exists already, or with Unavailable if the
   * database stays unreachable. `prefetched`: rows and lists that `work` always reads. They are read together with the claims,
   * which saves a round trip.
   */
  run<Result>(
    context: Context,
    work: TransactionWork<Result>,
    prefetched?: readonly Prefetch[],
  ): Promise<Result>;
}

/** A row that a handler will `load`. */
export function toLoad<Row extends object, Key extends keyof Row>(
  rowType: RowType<Row, Key>,
  key: Pick<Row, Key>,
): LoadRequest {
  return { rowType, key, lock: true };
}

/** A row that a handler will `read`. */
export function toRead<Row extends object, Key extends keyof Row>(
  rowType: RowType<Row, Key>,
  key: Pick<Row, Key>,
): LoadRequest {
  return { rowType, key, lock: false };
}

/** The rows that a handler will `list`. Load their parent too, so that it is locked before. */
export function toList<Row extends object, Key extends keyof Row>(
  rowType: RowType<Row, Key>,
  parent: Partial<Row>,
  after: number,
): ListRequest {
  return { rowType, parent, after };
}

/** The result that a handler would have returned, and the changes that it would have made. */
export interface Rehearsal<Result> {
  readonly result: Result;
  readonly changes: readonly Changes[];
}

export interface Rehearser {
  /**
   * Runs `work` alone in a transaction that is rolled back. Claims are neither checked nor written. Guards are checked;
   * constraints that only the database checks are not. Rejects with what `work` threw.
   */
  rehearse<Result>(context: Context, work: TransactionWork<Result>): Promise<Rehearsal<Result>>;
}

/** This consumer has already handled the message. */
export class DuplicateMessage extends Error {
  override readonly name = 'DuplicateMessage';
  readonly code = 'DUPLICATE_MESSAGE';
}

/**
 * The database did not respond in time. Nothing was written, unless the response to COMMIT was lost. Retrying is safe either way:
 * the message finds its claim, and the Idempotency-Key its stored response.
 */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
  readonly code = 'UNAVAILABLE';
}
