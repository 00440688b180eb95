type Row = Readonly<Record<string, unknown>>;

/** An order and its stored rows. */
export interface RecordedOrder {
  readonly id: string;
  /** Rows of `events`. */
  readonly events: Row[];
  readonly moments: RecordedMoment[];
  /** Its first row of `contacts`. */
  readonly contact: Row | undefined;
}

/** After a commit: how many events the order had, and the rows of `order_summaries`, `sagas` and, if it was written, `snapshots`. */
export interface RecordedMoment {
  readonly version: number;
  readonly summary: Row & { readonly status: string };
  readonly saga?: Row;
  readonly snapshot?: Row;
}

/** A record of a topic. */
export interface RecordedMessage {
  readonly topic: string;
  readonly key: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}
