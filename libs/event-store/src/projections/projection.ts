import type { AnyRowType } from '@waybill/unit-of-work';
import type { RecordedEvent } from '../event-log.js';

/** What an event does to one row of a view: a function of the row alone. */
export interface RowChange<Row extends object> {
  readonly key: Partial<Row>;
  apply(row: Readonly<Row> | undefined): Row;
}

/**
 * A view that is derived from events alone, after their commit. Pure, so it can be rebuilt at any time. What a later event of
 * a stream does not say again, such as whose order it is, the projection remembers per stream.
 */
export interface Projection<Row extends object = object, Memo = unknown> {
  readonly name: string;
  /** The view as readers see it; its two generations are the tables `<table>_1` and `<table>_2`. */
  readonly view: AnyRowType;
  /** The memo of a stream after this event; the same object if nothing changed. */
  remember(memo: Memo | undefined, event: RecordedEvent): Memo | undefined;
  /** Rows that the event changes, given what was known before it. */
  changes(event: RecordedEvent, memo: Memo | undefined): readonly RowChange<Row>[];
}
