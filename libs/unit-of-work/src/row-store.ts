import type { Kind } from './kind.js';

/** Rows by their values or their time, read beside the unit of work and without a lock. What is decided on them loads them again. */
export interface RowStore {
  /** All rows that have these values, in the order of their keys. */
  find<Row extends object>(kind: Kind<Row, never>, where: Partial<Row>): Promise<readonly Row[]>;
  /** These columns of the rows whose time has passed by the clock of the database, the longest overdue first. */
  due<Row extends object, Name extends keyof Row & string>(
    kind: Kind<Row, never>,
    column: keyof Row & string,
    names: readonly Name[],
    limit: number,
  ): Promise<readonly Pick<Row, Name>[]>;
}
