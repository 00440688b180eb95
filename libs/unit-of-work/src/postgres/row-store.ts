import type { Pool } from 'pg';
import type { RowType } from '../row-type.js';
import type { DueWithin, RowStore } from '../row-store.js';
import { dueStatement, findStatement, presentStatement } from './sql.js';

/** Builds its statements from the row type. */
export function postgresRowStore(pool: Pool): RowStore {
  return {
    async find<Row extends object>(rowType: RowType<Row, never>, where: Partial<Row>) {
      return (await pool.query<Row>(findStatement(rowType, where))).rows;
    },
    async present<Row extends object, Key extends keyof Row>(
      rowType: RowType<Row, Key>,
      keys: readonly Pick<Row, Key>[],
    ) {
      return (await pool.query<Pick<Row, Key>>(presentStatement(rowType, keys))).rows;
    },
    async due<Row extends object, Name extends keyof Row & string>(
      rowType: RowType<Row, never>,
      column: keyof Row & string,
      names: readonly Name[],
      wanted: DueWithin,
    ) {
      type Found = Pick<Row, Name> & { readonly $waitMs: number };
      const { rows } = await pool.query<Found>(dueStatement(rowType, column, names, wanted));
      return rows.map(({ $waitMs: waitMs, ...row }) => ({ row: row as unknown as Pick<Row, Name>, waitMs }));
    },
  };
}
