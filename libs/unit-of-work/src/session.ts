import type { CommittedMessages } from '@waybill/outbox';
import type { AnyRowType, Column } from './row-type.js';

export interface Claim {
  readonly consumer: string;
  readonly messageId: string;
}

export interface LoadRequest {
  readonly rowType: AnyRowType;
  readonly key: object;
  readonly lock: boolean;
}

export interface ListRequest {
  readonly rowType: AnyRowType;
  readonly parent: object;
  readonly after: number;
}

/** What a handler always reads. It is read together with its claim. */
export type Prefetch = LoadRequest | ListRequest;

/** The changes of a batch to rows of one type. */
export interface Changes {
  readonly rowType: AnyRowType;
  readonly inserts: readonly object[];
  readonly updates: readonly object[];
  /** Columns that at least one of the updates changes. */
  readonly touched: readonly Column[];
  readonly removals: readonly object[];
}

export interface Begun {
  readonly at: Date;
  readonly fresh: readonly Claim[];
  /** In the order of the requests, as they are after the claims. */
  readonly rows: readonly (object | undefined)[];
  /** In the order of the requests, read after the rows were locked. Without it the lists are read later. */
  readonly listed?: readonly (readonly object[])[] | undefined;
}

/**
 * The transaction of one batch. Errors have the SQLSTATE as `code`. After 40001 and 40P01 the batch is retried. With 22* and 23*
 * the data of one of its calls is invalid. Anything else means that the database is unavailable.
 */
export interface Session {
  /** Opens the transaction. Returns its time, the claims that are new, and the requested rows and lists. */
  begin(
    claims: readonly Claim[],
    loads?: readonly LoadRequest[],
    lists?: readonly ListRequest[],
  ): Promise<Begun>;
  /** Rows in the order of the requests. */
  load(requests: readonly LoadRequest[]): Promise<(object | undefined)[]>;
  list(requests: readonly ListRequest[]): Promise<object[][]>;
  /** Writes all changes, deletes the claims of refused calls, and commits. Returns the messages that it put into the outbox, if any. */
  commit(changes: readonly Changes[], unclaim: readonly Claim[]): Promise<CommittedMessages | undefined>;
  rollback(): Promise<void>;
}

/** COMMIT was sent and no response came: it may or may not have happened. */
export class CommitInDoubt extends Error {
  override readonly name = 'CommitInDoubt';
}

export interface Database {
  open(): Promise<Session>;
  /** The claims that are committed, read outside any session. Decides a commit in doubt. */
  standing(claims: readonly Claim[]): Promise<readonly Claim[]>;
}
