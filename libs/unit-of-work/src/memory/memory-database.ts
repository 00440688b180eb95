import type { Clock } from '@waybill/kernel';
import { type AnyKind, type Kind, keyOf } from '../kind.js';
import type { Begun, Changes, Claim, Database, ListRequest, LoadRequest, Session } from '../session.js';
import { Locks } from './locks.js';
import { MemoryTable } from './memory-table.js';

type Row = Record<string, unknown>;

/**
 * In-memory Postgres for simulation and fast tests: a map per table, row locks, uniqueness, guards, atomic commits,
 * and copies at its border. It passes the same suite.
 */
export class MemoryDatabase implements Database {
  readonly locks = new Locks();
  private readonly tables = new Map<string, MemoryTable>();
  private readonly claims = new Set<string>();

  constructor(readonly clock: Clock) {}

  open(): Promise<Session> {
    return Promise.resolve(new MemorySession(this));
  }

  standing(claims: readonly Claim[]): Promise<readonly Claim[]> {
    return Promise.resolve(claims.filter((claim) => this.claims.has(nameOf(claim))));
  }

  /** All rows of a kind in the order of their keys: for assertions and for what reads outside the unit of work. */
  rows<R extends object>(kind: Kind<R, never>): R[] {
    const table = [...this.table(kind).rows].sort(([a], [b]) => (a < b ? -1 : 1));
    return structuredClone(table.map(([, row]) => row)) as R[];
  }

  /** Copies of the rows that `holds` accepts, with what the database numbered; in no order. For stores, which read outside the unit of work. */
  select<R extends object>(kind: Kind<R, never>, holds: (row: R) => boolean): R[] {
    const found: R[] = [];
    for (const row of this.table(kind).rows.values()) if (holds(row as R)) found.push({ ...(row as R) });
    return found;
  }

  /** All claims that stand. */
  claimed(): Claim[] {
    return [...this.claims].sort().map((name) => {
      const [consumer, messageId] = name.split('\u0000') as [string, string];
      return { consumer, messageId };
    });
  }

  /** All rows ever written to this table, for queries outside the unit of work. */
  tableNamed(name: string): MemoryTable | undefined {
    return this.tables.get(name);
  }

  table(kind: AnyKind): MemoryTable {
    let table = this.tables.get(kind.table);
    if (!table) this.tables.set(kind.table, (table = new MemoryTable(kind)));
    return table;
  }

  /** Applies everything or throws with the SQLSTATE that Postgres would give. */
  apply(changes: readonly Changes[], claims: readonly Claim[]): void {
    const staged = changes.map((change) => ({
      table: this.table(change.kind),
      rows: this.table(change.kind).stage(change),
    }));
    for (const { table, rows } of staged) table.write(rows);
    for (const claim of claims) this.claims.add(nameOf(claim));
  }
}

class MemorySession implements Session {
  private claims: readonly Claim[] = [];

  constructor(private readonly database: MemoryDatabase) {}

  async begin(claims: readonly Claim[], loads: readonly LoadRequest[] = []): Promise<Begun> {
    for (const name of claims.map(nameOf).sort()) await this.database.locks.acquire(`claim ${name}`, this);
    const standing = new Set((await this.database.standing(claims)).map(nameOf));
    this.claims = claims.filter((claim) => !standing.has(nameOf(claim)));
    const at = this.database.clock.now();
    return { at, fresh: this.claims, rows: await this.load(loads) };
  }

  async load(requests: readonly LoadRequest[]): Promise<(object | undefined)[]> {
    const nameOfRow = ({ kind, key }: LoadRequest) => `${kind.table} ${keyOf(kind, key)}`;
    const locked = requests.filter(({ lock }) => lock).sort((a, b) => (nameOfRow(a) < nameOfRow(b) ? -1 : 1));
    // As in Postgres, a row that appears while others are waited for is not seen: it could not be locked in order.
    const present = new Set(requests.filter((request) => this.row(request)));
    for (const request of locked) {
      if (present.has(request)) await this.database.locks.acquire(nameOfRow(request), this);
    }
    return requests.map((request) =>
      present.has(request) ? copyOf(request.kind, this.row(request)) : undefined,
    );
  }

  list(requests: readonly ListRequest[]): Promise<object[][]> {
    return Promise.resolve(
      requests.map(({ kind, parent, after }) => {
        const position = kind.key.at(-1)!.property;
        return [...this.database.table(kind).below(parent)]
          .filter((row) => Number(row[position]) > after)
          .sort((a, b) => Number(a[position]) - Number(b[position]))
          .map((row) => copyOf(kind, row)!);
      }),
    );
  }

  async commit(changes: readonly Changes[], unclaim: readonly Claim[]): Promise<void> {
    const given = new Set(unclaim.map(nameOf));
    // A commit takes time: others act in between.
    await Promise.resolve();
    this.database.apply(
      changes,
      this.claims.filter((claim) => !given.has(nameOf(claim))),
    );
    this.database.locks.releaseAll(this);
  }

  rollback(): Promise<void> {
    this.database.locks.releaseAll(this);
    return Promise.resolve();
  }

  private row({ kind, key }: LoadRequest): Row | undefined {
    return this.database.table(kind).rows.get(keyOf(kind, key));
  }
}

function nameOf({ consumer, messageId }: Claim): string {
  return `${consumer}\u0000${messageId}`;
}

/** The row without what only the database knows of it. */
function copyOf(kind: AnyKind, row: Row | undefined): Row | undefined {
  return (
    row && Object.fromEntries(kind.columns.map(({ property }) => [property, copyOfValue(row[property])]))
  );
}

function copyOfValue(value: unknown): unknown {
  if (typeof value !== 'object') return value;
  return value instanceof Uint8Array ? Buffer.from(value) : structuredClone(value);
}
