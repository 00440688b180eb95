import type { RowType } from './row-type.js';

/** Queries outside the unit of work, without locks. A handler that decides on such a row loads it again. */
export interface RowStore {
  /** All rows with these values, sorted by key. */
  find<Row extends object>(rowType: RowType<Row, never>, where: Partial<Row>): Promise<readonly Row[]>;
  /** Those of these keys that have a row, in any order. */
  present<Row extends object, Key extends keyof Row>(
    rowType: RowType<Row, Key>,
    keys: readonly Pick<Row, Key>[],
  ): Promise<readonly Pick<Row, Key>[]>;
  /** These columns of the rows whose `column` is in the past by the clock of the database, longest overdue first. */
  due<Row extends object, Name extends keyof Row & string>(
    rowType: RowType<Row, never>,
    column: keyof Row & string,
    names: readonly Name[],
    limit: number,
  ): Promise<readonly Pick<Row, Name>[]>;
}
