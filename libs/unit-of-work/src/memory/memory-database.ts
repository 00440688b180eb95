import type { Clock } from '@waybill/kernel';
import { type Kind, keyOf } from '../kind.js';
import type { Changes, Claim, Database, ListRequest, LoadRequest, Session } from '../session.js';
import { Locks } from './locks.js';

type Row = Record<string, unknown>;

/**
 * The twin of Postgres for simulation and fast tests: a map per kind, row locks, uniqueness, guards, all-or-nothing commits,
 * and copies at its border. It passes the same suite.
 */
export class MemoryDatabase implements Database {
  readonly locks = new Locks();
  private readonly tables = new Map<string, Map<string, Row>>();
  private readonly claims = new Set<string>();
  private readonly identities = new Map<string, number>();

  constructor(readonly clock: Clock) {}

  open(): Promise<Session> {
    return Promise.resolve(new MemorySession(this));
  }

  standing(claims: readonly Claim[]): Promise<readonly Claim[]> {
    return Promise.resolve(claims.filter((claim) => this.claims.has(nameOf(claim))));
  }

  /** All rows of a kind in the order of their keys: for assertions and for what reads beside the shell. */
  rows<R extends object>(kind: Kind<R, never>): R[] {
    const table = [...this.table(kind as unknown as Kind)].sort(([a], [b]) => (a < b ? -1 : 1));
    return structuredClone(table.map(([, row]) => row)) as R[];
  }

  table(kind: Kind): Map<string, Row> {
    let table = this.tables.get(kind.table);
    if (!table) this.tables.set(kind.table, (table = new Map()));
    return table;
  }

  /** Applies everything or throws with the SQLSTATE that Postgres would give. */
  apply(changes: readonly Changes[], claims: readonly Claim[]): void {
    const staged = new Map<Map<string, Row>, Map<string, Row>>();
    for (const change of changes) {
      const live = this.table(change.kind);
      const table = staged.get(live) ?? new Map(live);
      staged.set(live, table);
      this.stage(table, change);
    }
    for (const [live, table] of staged) {
      live.clear();
      for (const [key, row] of table) live.set(key, row);
    }
    for (const claim of claims) this.claims.add(nameOf(claim));
  }

  private stage(table: Map<string, Row>, { kind, inserts, updates, removals }: Changes): void {
    for (const row of removals) table.delete(keyOf(kind, row));
    for (const row of [...inserts, ...updates]) {
      for (const [name, holds] of Object.entries(kind.guards))
        if (!holds(row)) throw violation('23514', kind, name);
    }
    for (const row of updates)
      if (table.has(keyOf(kind, row))) table.set(keyOf(kind, row), structuredClone(row) as Row);
    for (const row of inserts) {
      if (table.has(keyOf(kind, row))) throw violation('23505', kind, 'key');
      table.set(keyOf(kind, row), { ...(structuredClone(row) as Row), ...this.identity(kind) });
    }
    for (const properties of kind.unique) {
      const values = [...table.values()].map((row) => properties.map((property) => row[property]));
      const known = values.filter((value) => !value.includes(null)).map((value) => JSON.stringify(value));
      if (new Set(known).size < known.length) throw violation('23505', kind, properties.join());
    }
  }

  private identity(kind: Kind): Row {
    if (!kind.identity) return {};
    const next = (this.identities.get(kind.table) ?? 0) + 1;
    this.identities.set(kind.table, next);
    return { [kind.identity.property]: next };
  }
}

class MemorySession implements Session {
  private claims: readonly Claim[] = [];

  constructor(private readonly database: MemoryDatabase) {}

  async begin(claims: readonly Claim[]): Promise<{ at: Date; fresh: readonly Claim[] }> {
    for (const name of claims.map(nameOf).sort()) await this.database.locks.acquire(`claim ${name}`, this);
    const standing = new Set((await this.database.standing(claims)).map(nameOf));
    this.claims = claims.filter((claim) => !standing.has(nameOf(claim)));
    return { at: this.database.clock.now(), fresh: this.claims };
  }

  async load(requests: readonly LoadRequest[]): Promise<(object | undefined)[]> {
    const nameOfRow = ({ kind, key }: LoadRequest) => `${kind.table} ${keyOf(kind, key)}`;
    const locked = requests.filter(({ lock }) => lock);
    for (const request of locked.sort((a, b) => (nameOfRow(a) < nameOfRow(b) ? -1 : 1))) {
      if (this.row(request)) await this.database.locks.acquire(nameOfRow(request), this);
    }
    return requests.map((request) => structuredClone(this.row(request)));
  }

  list(requests: readonly ListRequest[]): Promise<object[][]> {
    return Promise.resolve(
      requests.map(({ kind, parent, after }) => {
        const position = kind.key.at(-1)!.property;
        const below = [...this.database.table(kind).values()].filter(
          (row) =>
            Object.entries(parent).every(([name, value]) => row[name] === value) &&
            Number(row[position]) > after,
        );
        return structuredClone(below.sort((a, b) => Number(a[position]) - Number(b[position])));
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
    return this.database.table(kind).get(keyOf(kind, key));
  }
}

function nameOf({ consumer, messageId }: Claim): string {
  return `${consumer} ${messageId}`;
}

function violation(code: string, kind: Kind, what: string): Error {
  return Object.assign(new Error(`${kind.table} violates ${what}`), { code });
}
