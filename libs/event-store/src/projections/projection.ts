import type { AnyRowType } from '@waybill/unit-of-work';
import type { RecordedEvent } from '../event-log.js';

/** A change of one row of a view by an event; depends on the row alone. */
export interface RowChange<Row extends object> {
  readonly key: Partial<Row>;
  apply(row: Readonly<Row> | undefined): Row;
}

/**
 * A view that is derived from committed events. Pure, so it can be rebuilt at any time. Values that later events of
 * a stream do not repeat, such as the customer of an order, are kept in a memo per stream.
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
