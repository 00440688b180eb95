import type { Context, Ids } from '@waybill/kernel';
import { Attempt } from './attempt.js';
import { type Kind, keyOf } from './kind.js';
import type { Changes, ListRequest, LoadRequest, Session } from './session.js';
import type { Act } from './unit-of-work.js';

/** A row of the set, as stored and as it is after the acts that stand so far. */
export interface Cell {
  readonly kind: Kind;
  readonly stored: object | undefined;
  row: object | undefined;
  locked: boolean;
  /** Grows with every act that changes it: who read an older one decided on stale state. */
  revision: number;
}

export interface List {
  readonly request: ListRequest;
  rows: object[];
  revision: number;
}

type Request = { readonly load?: LoadRequest; readonly list?: ListRequest };
type Waiting = Request & { readonly attempt: Attempt; readonly resume: () => void };

/**
 * The states that a set of messages touches, and the acts upon them. All acts start together and their loads are gathered
 * into rounds; then they stand in order, and one that read what a predecessor changed decides again, alone, on the new state
 * (optimistic concurrency within the set, pessimistic towards everyone else).
 */
export class WorkingSet {
  private readonly cells = new Map<string, Cell>();
  private readonly lists = new Map<string, List>();
  private readonly appends = new Map<Kind, object[]>();
  private waiting: Waiting[] = [];
  /** Attempts that are neither done nor waiting for a load. */
  private running = 0;
  private whenQuiet: (() => void) | undefined;

  constructor(
    private readonly session: Session,
    readonly at: Date,
    readonly ids: Ids,
    readonly source: string,
  ) {}

  /** Runs the acts; the outcomes are in their order. What stands is in `changes()`. */
  async run(acts: readonly { context: Context; act: Act<unknown> }[]): Promise<Attempt[]> {
    const attempts = acts.map(({ context, act }) => new Attempt(this, context, act));
    await this.drive(attempts);
    for (const attempt of attempts) {
      if (!attempt.current) await this.drive([attempt]);
      if (!attempt.error) this.merge(attempt);
    }
    return attempts;
  }

  known(name: string): Cell | undefined {
    return this.cells.get(name);
  }

  async cell(attempt: Attempt, load: LoadRequest): Promise<Cell> {
    const name = `${load.kind.table}\u0000${keyOf(load.kind, load.key)}`;
    const known = this.cells.get(name);
    if (known && (known.locked || !load.lock)) return known;
    await this.suspend(attempt, { load });
    return this.cells.get(name)!;
  }

  async list(attempt: Attempt, list: ListRequest): Promise<List> {
    const name = listName(list);
    const known = this.lists.get(name);
    if (known) return known;
    await this.suspend(attempt, { list });
    return this.lists.get(name)!;
  }

  /** What the acts that stand have changed, kinds in the order of their tables' names. */
  changes(): Changes[] {
    const byKind = new Map<Kind, { inserts: object[]; updates: object[]; removals: object[] }>();
    const of = (kind: Kind) => {
      let changes = byKind.get(kind);
      if (!changes) byKind.set(kind, (changes = { inserts: [], updates: [], removals: [] }));
      return changes;
    };
    for (const { kind, stored, row } of this.cells.values()) {
      if (row === stored) continue;
      if (!stored) of(kind).inserts.push(row!);
      else if (!row) of(kind).removals.push(stored);
      else of(kind).updates.push(row);
    }
    for (const [kind, rows] of this.appends) of(kind).inserts.push(...rows);
    return [...byKind].map(([kind, changes]) => ({ kind, ...changes })).sort(byTable);
  }

  /** Starts the attempts and serves their loads, round by round, until all have an outcome. */
  private async drive(attempts: readonly Attempt[]): Promise<void> {
    this.running += attempts.length;
    for (const attempt of attempts) void attempt.start().then(() => this.pause());
    for (;;) {
      await this.quiet();
      if (this.waiting.length === 0) return;
      const round = this.waiting;
      this.waiting = [];
      await this.fill(round);
      for (const { attempt, resume } of round) {
        if (--attempt.pending === 0) this.running++;
        resume();
      }
    }
  }

  private async fill(round: readonly Request[]): Promise<void> {
    const loads = distinct(
      round.flatMap(({ load }) => (load ? [load] : [])),
      ({ kind, key, lock }) => `${kind.table}\u0000${keyOf(kind, key)}\u0000${lock}`,
    );
    const lists = distinct(
      round.flatMap(({ list }) => (list ? [list] : [])),
      listName,
    );
    const [rows, listed] = await Promise.all([
      loads.length ? this.session.load(loads) : [],
      lists.length ? this.session.list(lists) : [],
    ]);
    loads.forEach(({ kind, key, lock }, index) => this.put(kind, key, lock, rows[index]));
    lists.forEach((request, index) => {
      this.lists.set(listName(request), { request, rows: listed[index] ?? [], revision: 0 });
    });
  }

  private put(kind: Kind, key: object, locked: boolean, row: object | undefined): void {
    const name = `${kind.table}\u0000${keyOf(kind, key)}`;
    const known = this.cells.get(name);
    if (known?.locked) return;
    // A row that was first read and then locked may have changed in between: whoever read it decides again.
    this.cells.set(name, { kind, stored: row, row, locked, revision: 0 });
    if (known) known.revision++;
  }

  private merge(attempt: Attempt): void {
    for (const write of attempt.writes.values()) {
      if (!write.insert || !this.cells.get(write.key)?.row) continue;
      const message = `${write.kind.table}: a row with this key exists already`;
      attempt.error = { cause: Object.assign(new Error(message), { code: '23505' }) };
      return;
    }
    for (const { kind, key, row } of attempt.writes.values()) {
      const cell = this.cells.get(key);
      if (!cell) this.cells.set(key, { kind, stored: undefined, row, locked: true, revision: 0 });
      else {
        cell.row = row;
        cell.revision++;
      }
    }
    for (const { kind, row } of attempt.appends) this.appendRow(kind, row);
  }

  private appendRow(kind: Kind, row: object): void {
    const rows = this.appends.get(kind);
    if (rows) rows.push(row);
    else this.appends.set(kind, [row]);
    for (const list of this.lists.values()) {
      if (list.request.kind !== kind || !matches(list.request.parent, row)) continue;
      list.rows = [...list.rows, row];
      list.revision++;
    }
  }

  private suspend(attempt: Attempt, request: Request): Promise<void> {
    return new Promise((resume) => {
      this.waiting.push({ ...request, attempt, resume });
      if (attempt.pending++ === 0) this.pause();
    });
  }

  private pause(): void {
    if (--this.running === 0) this.whenQuiet?.();
  }

  private quiet(): Promise<void> {
    if (this.running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.whenQuiet = resolve;
    });
  }
}

function distinct<T>(items: readonly T[], name: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [name(item), item])).values()];
}

function listName({ kind, parent, after }: ListRequest): string {
  return `${kind.table}\u0000${Object.values(parent).join('\u0000')}\u0000${after}`;
}

function matches(parent: object, row: object): boolean {
  return Object.entries(parent).every(([name, value]) => (row as Record<string, unknown>)[name] === value);
}

function byTable(a: Changes, b: Changes): number {
  return a.kind.table < b.kind.table ? -1 : 1;
}
