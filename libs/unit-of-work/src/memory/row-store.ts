import { type AnyRowType, type RowType, keyOf } from '../row-type.js';
import type { Due, DueWithin, RowStore } from '../row-store.js';
import type { MemoryDatabase } from './memory-database.js';

export class MemoryRowStore implements RowStore {
  constructor(private readonly database: MemoryDatabase) {}

  find<Row extends object>(rowType: RowType<Row, never>, where: Partial<Row>): Promise<readonly Row[]> {
    const names = Object.keys(where) as (keyof Row)[];
    const found = this.database.select(rowType, (row) => names.every((name) => row[name] === where[name]));
    return Promise.resolve(found.sort(byKey(rowType)));
  }

  present<Row extends object, Key extends keyof Row>(
    rowType: RowType<Row, Key>,
    keys: readonly Pick<Row, Key>[],
  ): Promise<readonly Pick<Row, Key>[]> {
    const { rows } = this.database.table(rowType);
    return Promise.resolve(keys.filter((key) => rows.has(keyOf(rowType, key))));
  }

  due<Row extends object, Name extends keyof Row & string>(
    rowType: RowType<Row, never>,
    column: keyof Row & string,
    names: readonly Name[],
    { withinMs, limit }: DueWithin,
  ): Promise<readonly Due<Pick<Row, Name>>[]> {
    const now = this.database.clock.now().getTime();
    const time = (row: Row) => (row[column] as Date | null)?.getTime() ?? Infinity;
    const due = this.database
      .select(rowType, (row) => time(row) <= now + withinMs)
      .sort((a, b) => time(a) - time(b) || byKey(rowType)(a, b))
      .slice(0, limit);
    const picked = (row: Row) =>
      Object.fromEntries(names.map((name) => [name, row[name]])) as Pick<Row, Name>;
    return Promise.resolve(due.map((row) => ({ row: picked(row), waitMs: time(row) - now })));
  }
}

function byKey(rowType: AnyRowType) {
  return (a: object, b: object): number => (keyOf(rowType, a) < keyOf(rowType, b) ? -1 : 1);
}
