import type { Pgoutput } from 'pg-logical-replication';
import type { OutboxMessage } from '../outbox-message.js';

/** Values by the names of their columns. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * The change of a row of a published table, as received from the WAL. An update's `before` is there, and a delete's is more than
 * the key, only where the table has REPLICA IDENTITY FULL.
 */
export type RowChange = {
  readonly table: string;
  readonly committedAt: Date;
  /** WAL position of the commit, and index of the change within its transaction. The same each time it is received. */
  readonly place: string;
} & (
  | { readonly kind: 'insert'; readonly after: Row }
  | { readonly kind: 'update'; readonly before: Row | undefined; readonly after: Row }
  | { readonly kind: 'delete'; readonly before: Row }
);

/** Which changes are read, and which messages each of them becomes. */
export interface ChangeSource {
  readonly publication: string;
  readonly messagesOf: (change: RowChange) => readonly OutboxMessage[];
}

/** Tracks the transaction that is being received. */
export class Transaction {
  private index = 0;
  private readonly committedAt: Date;

  constructor(private readonly begin: Pgoutput.MessageBegin) {
    this.committedAt = new Date(Number(begin.commitTime.valueOf() / 1_000n));
  }

  /** The change of a row, if the message contains one. */
  changeOf(message: Pgoutput.Message): RowChange | undefined {
    switch (message.tag) {
      case 'insert':
        return { ...this.placed(message), kind: 'insert', after: message.new };
      case 'update':
        return {
          ...this.placed(message),
          kind: 'update',
          before: message.old ?? undefined,
          after: message.new,
        };
      case 'delete':
        return { ...this.placed(message), kind: 'delete', before: message.old ?? message.key ?? {} };
      default:
        return undefined;
    }
  }

  private placed({ relation }: { relation: Pgoutput.MessageRelation }) {
    const place = `${this.begin.commitLsn}/${this.index++}`;
    return { table: relation.name, committedAt: this.committedAt, place };
  }
}
