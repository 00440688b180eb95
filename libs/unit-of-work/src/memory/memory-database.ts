import type { Clock } from '@waybill/kernel';
import type { CommittedMessages, OutboxMessage } from '@waybill/outbox';
import { type AnyRowType, type RowType, keyOf, wholeOf } from '../row-type.js';
import type { Begun, Changes, Claim, Database, ListRequest, LoadRequest, Session } from '../session.js';
import { outboxMessages } from '../tables.js';
import { Locks } from './locks.js';
import { MemoryTable } from './memory-table.js';

type Row = Record<string, unknown>;

/**
 * In-memory database for simulation and fast tests: a map per table, row locks, unique constraints, guards and atomic commits.
 * Rows are copied on the way in and out. It passes the same suite as Postgres.
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

  /** All rows of a type, sorted by key, for assertions and for code outside the unit of work. */
  rows<R extends object>(rowType: RowType<R, never>): R[] {
    const table = [...this.table(rowType).rows].sort(([a], [b]) => (a < b ? -1 : 1));
    return structuredClone(table.map(([, row]) => row)) as R[];
  }

  /** Copies of the rows that `holds` accepts, unsorted and with generated identities, for stores. */
  select<R extends object>(rowType: RowType<R, never>, holds: (row: R) => boolean): R[] {
    const found: R[] = [];
    for (const row of this.table(rowType).rows.values()) if (holds(row as R)) found.push({ ...(row as R) });
    return found;
  }

  /** All committed claims. */
  claimed(): Claim[] {
    return [...this.claims].sort().map((name) => {
      const [consumer, messageId] = name.split('\u0000') as [string, string];
      return { consumer, messageId };
    });
  }

  /** The table, for queries outside the unit of work; undefined if nothing was written to it. */
  tableNamed(name: string): MemoryTable | undefined {
    return this.tables.get(name);
  }

  table(rowType: AnyRowType): MemoryTable {
    let table = this.tables.get(rowType.table);
    if (!table) this.tables.set(rowType.table, (table = new MemoryTable(wholeOf(rowType))));
    return table;
  }

  /** Applies all changes, or throws with the SQLSTATE of Postgres and applies none. */
  apply(changes: readonly Changes[], claims: readonly Claim[]): void {
    const staged = changes.map((change) => ({
      table: this.table(change.rowType),
      rows: this.table(change.rowType).stage(change),
    }));
    for (const { table, rows } of staged) table.write(rows);
    for (const claim of claims) this.claims.add(nameOf(claim));
  }
}

class MemorySession implements Session {
  private claims: readonly Claim[] = [];

  constructor(private readonly database: MemoryDatabase) {}

  async begin(
    claims: readonly Claim[],
    loads: readonly LoadRequest[] = [],
    lists: readonly ListRequest[] = [],
  ): Promise<Begun> {
    for (const name of claims.map(nameOf).sort()) await this.database.locks.acquire(`claim ${name}`, this);
    const standing = new Set((await this.database.standing(claims)).map(nameOf));
    this.claims = claims.filter((claim) => !standing.has(nameOf(claim)));
    const at = this.database.clock.now();
    const rows = await this.load(loads);
    return { at, fresh: this.claims, rows, listed: await this.list(lists) };
  }

  async load(requests: readonly LoadRequest[]): Promise<(object | undefined)[]> {
    const nameOfRow = ({ rowType, key }: LoadRequest) => `${rowType.table} ${keyOf(rowType, key)}`;
    const locked = requests.filter(({ lock }) => lock).sort((a, b) => (nameOfRow(a) < nameOfRow(b) ? -1 : 1));
    // As in Postgres, a row that is inserted while this waits for locks is not seen.
    const present = new Set(requests.filter((request) => this.row(request)));
    for (const request of locked) {
      if (present.has(request)) await this.database.locks.acquire(nameOfRow(request), this);
    }
    return requests.map((request) =>
      present.has(request) ? copyOf(request.rowType, this.row(request)) : undefined,
    );
  }

  list(requests: readonly ListRequest[]): Promise<object[][]> {
    return Promise.resolve(
      requests.map(({ rowType, parent, after }) => {
        const position = rowType.key.at(-1)!.property;
        return [...this.database.table(rowType).below(parent)]
          .filter((row) => Number(row[position]) > after)
          .sort((a, b) => Number(a[position]) - Number(b[position]))
          .map((row) => copyOf(rowType, row)!);
      }),
    );
  }

  async commit(
    changes: readonly Changes[],
    unclaim: readonly Claim[],
  ): Promise<CommittedMessages | undefined> {
    const given = new Set(unclaim.map(nameOf));
    const inserts = (changes.find(({ rowType }) => rowType === outboxMessages)?.inserts ??
      []) as readonly OutboxMessage[];
    const keys = new Set(inserts.map(({ key }) => key));
    const earlier =
      inserts.length > 0 ? this.database.select(outboxMessages, ({ key }) => keys.has(key)) : [];
    // A commit takes time, in which other sessions run.
    await Promise.resolve();
    this.database.apply(
      changes,
      this.claims.filter((claim) => !given.has(nameOf(claim))),
    );
    this.database.locks.releaseAll(this);
    if (inserts.length === 0) return undefined;
    const ids = new Set(inserts.map(({ id }) => id));
    const messages = this.database.select(outboxMessages, ({ id }) => ids.has(id));
    return { messages: messages.sort((a, b) => a.position - b.position), earlier };
  }

  rollback(): Promise<void> {
    this.database.locks.releaseAll(this);
    return Promise.resolve();
  }

  private row({ rowType, key }: LoadRequest): Row | undefined {
    return this.database.table(rowType).rows.get(keyOf(rowType, key));
  }
}

function nameOf({ consumer, messageId }: Claim): string {
  return `${consumer}\u0000${messageId}`;
}

/** The row without a generated identity. */
function copyOf(rowType: AnyRowType, row: Row | undefined): Row | undefined {
  return (
    row && Object.fromEntries(rowType.columns.map(({ property }) => [property, copyOfValue(row[property])]))
  );
}

function copyOfValue(value: unknown): unknown {
  if (typeof value !== 'object') return value;
  return value instanceof Uint8Array ? Buffer.from(value) : structuredClone(value);
}
