import { type AnyKind, type Column, brokenGuard, keyOf } from '../kind.js';
import type { Changes } from '../session.js';

type Row = Record<string, unknown>;

const LIMITS: Readonly<Record<string, number>> = { smallint: 32_767, integer: 2_147_483_647 };

/** The rows of one kind, with what Postgres would refuse: guards, keys, unique values, types. */
export class MemoryTable {
  readonly rows = new Map<string, Row>();
  /** Rows below the same parent, for lists. */
  private readonly children = new Map<string, Map<string, Row>>();
  /** Per set of unique properties: whose row has which values. */
  private readonly owners: readonly Map<string, string>[];
  private lastIdentity = 0;

  constructor(private readonly kind: AnyKind) {
    this.owners = kind.unique.map(() => new Map());
  }

  below(parent: object): Iterable<Row> {
    return this.children.get(this.parentOf(parent))?.values() ?? [];
  }

  /** What the changes would make of the rows that they name; throws with the SQLSTATE that Postgres would give. */
  stage({ inserts, updates, removals }: Changes): Map<string, Row | undefined> {
    const staged = new Map<string, Row | undefined>();
    const { kind } = this;
    for (const row of removals) staged.set(keyOf(kind, row), undefined);
    for (const row of updates) {
      const old = this.rows.get(keyOf(kind, row));
      if (old) staged.set(keyOf(kind, row), { ...old, ...this.checked(row) });
    }
    for (const row of inserts) {
      const key = keyOf(kind, row);
      if (staged.has(key) ? staged.get(key) : this.rows.has(key)) throw violation('23505', kind, 'key');
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
    for (const column of this.kind.columns)
      stored[column.property] = this.value(column, (row as Row)[column.property]);
    const broken = brokenGuard(this.kind, stored);
    if (broken !== undefined) throw violation('23514', this.kind, broken);
    return stored;
  }

  /** The value as it comes back from a column of that type. */
  private value(column: Column, value: unknown): unknown {
    const { property, type, nullable } = column;
    const isJson = type === 'json' || type === 'jsonb';
    const refuse = (code: string) => violation(code, this.kind, `${property}: ${String(value)}`);
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
    this.kind.unique.forEach((properties, index) => {
      const values = new Set<string>();
      for (const [key, row] of staged) {
        const value = row && uniqueValue(row, properties);
        if (value === undefined) continue;
        const owner = this.owners[index]!.get(value);
        if (values.has(value) || (owner !== undefined && owner !== key && !staged.has(owner)))
          throw violation('23505', this.kind, properties.join());
        values.add(value);
      }
    });
  }

  private numbered(row: Row): Row {
    const { identity } = this.kind;
    if (!identity || identity.property in row) return row;
    return { ...row, [identity.property]: ++this.lastIdentity };
  }

  private remember(key: string, row: Row): void {
    this.rows.set(key, row);
    if (this.kind.key.length > 1) {
      const parent = this.parentOf(row);
      const siblings = this.children.get(parent);
      if (siblings) siblings.set(key, row);
      else this.children.set(parent, new Map([[key, row]]));
    }
    this.kind.unique.forEach((properties, index) => {
      const value = uniqueValue(row, properties);
      if (value !== undefined) this.owners[index]!.set(value, key);
    });
  }

  private forget(key: string): void {
    const row = this.rows.get(key);
    if (!row) return;
    this.rows.delete(key);
    if (this.kind.key.length > 1) this.children.get(this.parentOf(row))?.delete(key);
    this.kind.unique.forEach((properties, index) => {
      const value = uniqueValue(row, properties);
      if (value !== undefined) this.owners[index]!.delete(value);
    });
  }

  private parentOf(row: object): string {
    return keyOf({ ...this.kind, key: this.kind.key.slice(0, -1) }, row);
  }
}

/** As in SQL, NULL is never equal to NULL. */
function uniqueValue(row: Row, properties: readonly (string | number | symbol)[]): string | undefined {
  const values = properties.map((property) => row[String(property)]);
  return values.includes(null) ? undefined : JSON.stringify(values);
}

function violation(code: string, kind: AnyKind, what: string): Error {
  return Object.assign(new Error(`${kind.table} violates ${what}`), { code });
}
