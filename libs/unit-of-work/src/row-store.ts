import type { RowType } from './row-type.js';

/** A row with the time until it is due, by the clock of the database; negative when it is overdue. */
export interface Due<Row> {
  readonly row: Row;
  readonly waitMs: number;
}

export interface DueWithin {
  readonly withinMs: number;
  readonly limit: number;
}

/** Queries outside the unit of work, without locks. A handler that decides on such a row loads it again. */
export interface RowStore {
  /** All rows with these values, sorted by key. */
  find<Row extends object>(rowType: RowType<Row, never>, where: Partial<Row>): Promise<readonly Row[]>;
  /** Those of these keys that have a row, in any order. */
  present<Row extends object, Key extends keyof Row>(
    rowType: RowType<Row, Key>,
    keys: readonly Pick<Row, Key>[],
  ): Promise<readonly Pick<Row, Key>[]>;
  /** These columns of the rows whose `column` is at most `withinMs` in the future, longest overdue first. */
  due<Row extends object, Name extends keyof Row & string>(
    rowType: RowType<Row, never>,
    column: keyof Row & string,
    names: readonly Name[],
    wanted: DueWithin,
  ): Promise<readonly Due<Pick<Row, Name>>[]>;
}
