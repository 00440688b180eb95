import { type AnyRowType, type Column, brokenGuard, keyOf } from '../row-type.js';
import type { Changes } from '../session.js';

type Row = Record<string, unknown>;

const LIMITS: Readonly<Record<string, number>> = { smallint: 32_767, integer: 2_147_483_647 };

/** The rows of one table, with the checks of Postgres: guards, keys, unique constraints and column types. */
export class MemoryTable {
  readonly rows = new Map<string, Row>();
  /** Rows by their parent, for lists. */
  private readonly children = new Map<string, Map<string, Row>>();
  /** Per unique constraint: the key of the row that has these values. */
  private readonly owners: readonly Map<string, string>[];
  private lastIdentity = 0;

  constructor(private readonly rowType: AnyRowType) {
    this.owners = rowType.unique.map(() => new Map());
  }

  below(parent: object): Iterable<Row> {
    return this.children.get(this.parentOf(parent))?.values() ?? [];
  }

  /** The changed rows after the changes. Throws with the SQLSTATE of Postgres. */
  stage({ inserts, updates, removals }: Changes): Map<string, Row | undefined> {
    const staged = new Map<string, Row | undefined>();
    const { rowType } = this;
    for (const row of removals) staged.set(keyOf(rowType, row), undefined);
    for (const row of updates) {
      const old = this.rows.get(keyOf(rowType, row));
      if (old) staged.set(keyOf(rowType, row), { ...old, ...this.checked(row) });
    }
    for (const row of inserts) {
      const key = keyOf(rowType, row);
      if (staged.has(key) ? staged.get(key) : this.rows.has(key)) throw violation('23505', rowType, 'key');
      staged.set(key, this.checked(row));
    }
    this.refuseTaken(staged);
    return staged;
  }

  write(staged: ReadonlyMap<string, Row | undefined>): void {
    for (const [key] of staged) this.forget(key);
    for (const [key, row] of staged) if (row) this.remember(key, this.numbered(row));
  }

  private checked(row: object): Row {
    const stored: Row = {};
    for (const column of this.rowType.columns)
      stored[column.property] = this.value(column, (row as Row)[column.property]);
    const broken = brokenGuard(this.rowType, stored);
    if (broken !== undefined) throw violation('23514', this.rowType, broken);
    return stored;
  }

  /** The value as a column of this type returns it. */
  private value(column: Column, value: unknown): unknown {
    const { property, type, nullable } = column;
    const isJson = type === 'json' || type === 'jsonb';
    const refuse = (code: string) => violation(code, this.rowType, `${property}: ${String(value)}`);
    if (value == null) {
      if (nullable) return null;
      if (!isJson) throw refuse('23502');
    }
    if (isJson) {
      const json = JSON.stringify(value ?? null);
      if (type === 'jsonb' && /(?<!\\)(\\\\)*\\u0000/.test(json)) throw refuse('22P05');
      return JSON.parse(json) as unknown;
    }
    if (typeof value === 'string' && value.includes('\0')) throw refuse('22021');
    if (value instanceof Date) return new Date(value.toISOString());
    if (value instanceof Uint8Array) return Buffer.from(value);
    if (type === 'bigint' || LIMITS[type]) {
      if (!Number.isInteger(value)) throw refuse('22P02');
      if (Math.abs(value as number) > (LIMITS[type] ?? Number.MAX_SAFE_INTEGER)) throw refuse('22003');
    }
    return value === 0 ? 0 : value;
  }

  private refuseTaken(staged: ReadonlyMap<string, Row | undefined>): void {
    this.rowType.unique.forEach((properties, index) => {
      const values = new Set<string>();
      for (const [key, row] of staged) {
        const value = row && uniqueValue(row, properties);
        if (value === undefined) continue;
        const owner = this.owners[index]!.get(value);
        if (values.has(value) || (owner !== undefined && owner !== key && !staged.has(owner)))
          throw violation('23505', this.rowType, properties.join());
        values.add(value);
      }
    });
  }

  private numbered(row: Row): Row {
    const { identity } = this.rowType;
    if (!identity || identity.property in row) return row;
    return { ...row, [identity.property]: ++this.lastIdentity };
  }

  private remember(key: string, row: Row): void {
    this.rows.set(key, row);
    if (this.rowType.key.length > 1) {
      const parent = this.parentOf(row);
      const siblings = this.children.get(parent);
      if (siblings) siblings.set(key, row);
      else this.children.set(parent, new Map([[key, row]]));
    }
    this.rowType.unique.forEach((properties, index) => {
      const value = uniqueValue(row, properties);
      if (value !== undefined) this.owners[index]!.set(value, key);
    });
  }

  private forget(key: string): void {
    const row = this.rows.get(key);
    if (!row) return;
    this.rows.delete(key);
    if (this.rowType.key.length > 1) this.children.get(this.parentOf(row))?.delete(key);
    this.rowType.unique.forEach((properties, index) => {
      const value = uniqueValue(row, properties);
      if (value !== undefined) this.owners[index]!.delete(value);
    });
  }

  private parentOf(row: object): string {
    return keyOf({ ...this.rowType, key: this.rowType.key.slice(0, -1) }, row);
  }
}

/** As in SQL, NULL is never equal to NULL. */
function uniqueValue(row: Row, properties: readonly (string | number | symbol)[]): string | undefined {
  const values = properties.map((property) => row[String(property)]);
  return values.includes(null) ? undefined : JSON.stringify(values);
}

function violation(code: string, rowType: AnyRowType, what: string): Error {
  return Object.assign(new Error(`${rowType.table} violates ${what}`), { code });
}
