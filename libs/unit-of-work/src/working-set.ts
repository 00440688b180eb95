import type { Context, Ids } from '@waybill/kernel';
import { Attempt, type Write } from './attempt.js';
import { type AnyKind, brokenGuard, keyOf } from './kind.js';
import type { Begun, Changes, ListRequest, LoadRequest, Session } from './session.js';
import { type Cell, type List, type SetRows, amended, refused, valueOf } from './set-rows.js';
import type { Act } from './unit-of-work.js';

type Request = { readonly load?: LoadRequest; readonly list?: ListRequest };
type Waiting = Request & { readonly attempt: Attempt; readonly resume: () => void };

/**
 * The states that a set of messages touches, and the acts upon them. All acts start together and their loads are gathered
 * into rounds; then they stand in order, and one that read what a predecessor changed decides again, alone, on the new state
 * (optimistic concurrency within the set, pessimistic towards everyone else).
 */
export class WorkingSet implements SetRows<Attempt> {
  private readonly cells = new Map<string, Cell>();
  private readonly lists = new Map<string, List>();
  /** What the acts that stand have written, per kind, in the order in which they first wrote it. */
  private readonly changed = new Map<AnyKind, Map<string, Cell>>();
  private waiting: Waiting[] = [];
  /** Attempts that are neither done nor waiting for a load. */
  private running = 0;
  private whenQuiet: (() => void) | undefined;

  constructor(
    private readonly session: Session,
    readonly at: Date,
    readonly ids: Ids,
    readonly source: string,
    /** Rows that came with the claims, which no act waits for. */
    ahead: { readonly loads: readonly LoadRequest[]; readonly rows: Begun['rows'] } = { loads: [], rows: [] },
  ) {
    ahead.rows.forEach((row, index) => {
      const { kind, key, lock } = ahead.loads[index]!;
      this.put(kind, key, lock, row);
    });
  }

  /** Runs the acts; the outcomes are in their order. What stands is in `changes()`. */
  async run(acts: readonly { context: Context; act: Act<unknown> }[]): Promise<Attempt[]> {
    const attempts = acts.map(({ context, act }) => new Attempt(this, context, act));
    await this.drive(attempts);
    for (const [index, first] of attempts.entries()) {
      let attempt = first;
      if (!first.current) {
        // A new attempt: what the first one may still do in the background must not reach the second.
        attempts[index] = attempt = new Attempt(this, first.context, acts[index]!.act);
        await this.drive([attempt]);
      }
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
    return [...this.changed]
      .map(([kind, cells]) => {
        const changed = [...cells.values()].filter(({ row, stored }) => row !== stored);
        const updated = changed.filter(({ row, stored }) => row && stored);
        return {
          kind,
          inserts: changed.flatMap(({ row, stored }) => (row && !stored ? [row] : [])),
          updates: updated.map(({ row }) => row!),
          touched: kind.columns.filter(({ property }) =>
            updated.some(({ row, stored }) => valueOf(row!, property) !== valueOf(stored!, property)),
          ),
          removals: changed.flatMap(({ row, stored }) => (!row && stored ? [stored] : [])),
        };
      })
      .sort(byTable);
  }

  /** Starts the attempts and serves their loads, round by round, until all have an outcome. */
  private async drive(attempts: readonly Attempt[]): Promise<void> {
    this.running += attempts.length;
    for (const attempt of attempts) {
      void attempt.start().then(() => {
        attempt.over = true;
        // An act may end while a load of its own is under way; then it was counted as paused already.
        if (attempt.pending === 0) this.pause();
      });
    }
    for (;;) {
      await this.quiet();
      if (this.waiting.length === 0) return;
      const round = this.waiting;
      this.waiting = [];
      await this.fill(round);
      for (const { attempt, resume } of round) {
        if (--attempt.pending === 0 && !attempt.over) this.running++;
        resume();
      }
    }
  }

  private async fill(round: readonly Request[]): Promise<void> {
    const loads = distinctLoads(round.flatMap(({ load }) => (load ? [load] : [])));
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
      let rows: readonly object[] = listed[index] ?? [];
      // The database knows nothing yet of what this set has written.
      for (const cell of this.changed.get(request.kind)?.values() ?? [])
        rows = amended(request, rows, cell.stored, cell.row);
      this.lists.set(listName(request), { request, rows, revision: 0 });
    });
  }

  private put(kind: AnyKind, key: object, locked: boolean, row: object | undefined): void {
    const name = `${kind.table}\u0000${keyOf(kind, key)}`;
    const known = this.cells.get(name);
    if (!known) this.cells.set(name, { kind, stored: row, row, locked, revision: 0 });
    if (!known || known.locked || !locked) return;
    // A row that was first read and then locked may have changed in between: whoever read it decides again.
    if (known.row === known.stored) known.row = row;
    known.stored = row;
    known.locked = true;
    known.revision++;
  }

  private merge(attempt: Attempt): void {
    const writes = [...attempt.writes.values()];
    const cause = writes.map((write) => this.refusal(write)).find(Boolean);
    if (cause) {
      attempt.error = { cause };
      return;
    }
    for (const { kind, key, row, insert } of writes) if (row || !insert) this.change(kind, key, row);
  }

  /** What the database would refuse is refused here, where it is known whose it is, and before others build upon it. */
  private refusal({ kind, key, row, insert }: Write): Error | undefined {
    if (!row) return undefined;
    if (insert && this.cells.get(key)?.row)
      return refused('23505', `${kind.table}: a row with this key exists already`);
    const broken = brokenGuard(kind, row);
    return broken === undefined ? undefined : refused('23514', `${kind.table} violates ${broken}`);
  }

  private change(kind: AnyKind, key: string, row: object | undefined): void {
    const cell = this.cells.get(key) ?? {
      kind,
      stored: undefined,
      row: undefined,
      locked: true,
      revision: 0,
    };
    this.cells.set(key, cell);
    for (const list of this.lists.values()) {
      if (list.request.kind !== kind) continue;
      const rows = amended(list.request, list.rows, cell.row, row);
      if (rows === list.rows) continue;
      list.rows = rows;
      list.revision++;
    }
    cell.row = row;
    cell.revision++;
    const changed = this.changed.get(kind);
    if (changed) changed.set(key, cell);
    else this.changed.set(kind, new Map([[key, cell]]));
  }

  private suspend(attempt: Attempt, request: Request): Promise<void> {
    return new Promise((resume) => {
      // What goes on behind an act that has ended gets no answer: its attempt is decided.
      if (attempt.over) return;
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

export function distinctLoads(loads: readonly LoadRequest[]): LoadRequest[] {
  return distinct(loads, ({ kind, key, lock }) => `${kind.table}\u0000${keyOf(kind, key)}\u0000${lock}`);
}

function distinct<T>(items: readonly T[], name: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [name(item), item])).values()];
}

function listName({ kind, parent, after }: ListRequest): string {
  return `${kind.table}\u0000${Object.values(parent).join('\u0000')}\u0000${after}`;
}

function byTable(a: Changes, b: Changes): number {
  return a.kind.table < b.kind.table ? -1 : 1;
}
