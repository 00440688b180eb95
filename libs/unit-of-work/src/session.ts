import type { AnyKind, Column } from './kind.js';

export interface Claim {
  readonly consumer: string;
  readonly messageId: string;
}

export interface LoadRequest {
  readonly kind: AnyKind;
  readonly key: object;
  readonly lock: boolean;
}

export interface ListRequest {
  readonly kind: AnyKind;
  readonly parent: object;
  readonly after: number;
}

/** What a set changed of one kind. */
export interface Changes {
  readonly kind: AnyKind;
  readonly inserts: readonly object[];
  readonly updates: readonly object[];
  /** The columns that differ from what is stored in at least one of the updates. */
  readonly touched: readonly Column[];
  readonly removals: readonly object[];
}

export interface Begun {
  readonly at: Date;
  readonly fresh: readonly Claim[];
  /** In the order of the requests, and as they are behind the claims. */
  readonly rows: readonly (object | undefined)[];
}

/**
 * One transaction of one set. Errors carry a SQLSTATE in `code`: 40001 and 40P01 ask for the set again, 22* and 23* blame
 * one of its messages, anything else means that the database is not to be had.
 */
export interface Session {
  /** Opens the transaction; answers its instant, which of the claims are new, and the rows that are asked for with them. */
  begin(claims: readonly Claim[], loads?: readonly LoadRequest[]): Promise<Begun>;
  /** Rows in the order of the requests. */
  load(requests: readonly LoadRequest[]): Promise<(object | undefined)[]>;
  list(requests: readonly ListRequest[]): Promise<object[][]>;
  /** Writes everything, gives back the claims of what was refused, and commits. */
  commit(changes: readonly Changes[], unclaim: readonly Claim[]): Promise<void>;
  rollback(): Promise<void>;
}

/** A commit was sent and no answer came: it may have happened. */
export class CommitInDoubt extends Error {
  override readonly name = 'CommitInDoubt';
}

export interface Database {
  open(): Promise<Session>;
  /** Which of these claims stand, read outside any session: how a commit in doubt is decided. */
  standing(claims: readonly Claim[]): Promise<readonly Claim[]>;
}
