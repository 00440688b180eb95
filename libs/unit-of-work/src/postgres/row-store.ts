import type { Pool } from 'pg';
import type { Kind } from '../kind.js';
import type { RowStore } from '../row-store.js';
import { dueStatement, findStatement } from './sql.js';

/** Statements made of the kind: rows have their properties as names. */
export function postgresRowStore(pool: Pool): RowStore {
  return {
    async find<Row extends object>(kind: Kind<Row, never>, where: Partial<Row>) {
      return (await pool.query<Row>(findStatement(kind, where))).rows;
    },
    async due<Row extends object, Name extends keyof Row & string>(
      kind: Kind<Row, never>,
      column: keyof Row & string,
      names: readonly Name[],
      limit: number,
    ) {
      return (await pool.query<Pick<Row, Name>>(dueStatement(kind, column, names, limit))).rows;
    },
  };
}
