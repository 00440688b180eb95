import { type AnyKind, type Kind, keyOf } from '../kind.js';
import type { RowStore } from '../row-store.js';
import type { MemoryDatabase } from './memory-database.js';

export class MemoryRowStore implements RowStore {
  constructor(private readonly database: MemoryDatabase) {}

  find<Row extends object>(kind: Kind<Row, never>, where: Partial<Row>): Promise<readonly Row[]> {
    const names = Object.keys(where) as (keyof Row)[];
    const found = this.database.select(kind, (row) => names.every((name) => row[name] === where[name]));
    return Promise.resolve(found.sort(byKey(kind)));
  }

  due<Row extends object, Name extends keyof Row & string>(
    kind: Kind<Row, never>,
    column: keyof Row & string,
    names: readonly Name[],
    limit: number,
  ): Promise<readonly Pick<Row, Name>[]> {
    const now = this.database.clock.now().getTime();
    const time = (row: Row) => (row[column] as Date | null)?.getTime() ?? Infinity;
    const due = this.database
      .select(kind, (row) => time(row) <= now)
      .sort((a, b) => time(a) - time(b) || byKey(kind)(a, b))
      .slice(0, limit);
    const picked = due.map((row) => Object.fromEntries(names.map((name) => [name, row[name]])));
    return Promise.resolve(picked as Pick<Row, Name>[]);
  }
}

function byKey(kind: AnyKind) {
  return (a: object, b: object): number => (keyOf(kind, a) < keyOf(kind, b) ? -1 : 1);
}
