import type { Context, Ids } from '@waybill/kernel';
import { Attempt, type Write } from './attempt.js';
import { type AnyRowType, brokenGuard, keyOf, wholeOf } from './row-type.js';
import type { Begun, Changes, ListRequest, LoadRequest, Prefetch, Session } from './session.js';
import { type Cell, type List, type BatchRows, amended, refused, valueOf } from './batch-rows.js';
import type { TransactionWork } from './unit-of-work.js';

type Request = { readonly load?: LoadRequest; readonly list?: ListRequest };
type Waiting = Request & { readonly attempt: Attempt; readonly resume: () => void };

/**
 * The rows that a batch touches, and the handler runs that change them. All handlers start together and their loads are combined
 * into rounds. Then their changes are accepted in order. A handler that read a row which an earlier one changed runs again on the
 * new state: concurrency is optimistic within the batch, and pessimistic (row locks) towards other transactions.
 */
export class Batch implements BatchRows<Attempt> {
  private readonly cells = new Map<string, Cell>();
  private readonly lists = new Map<string, List>();
  /** Accepted changes per row type, in the order of the first write. */
  private readonly changed = new Map<AnyRowType, Map<string, Cell>>();
  private waiting: Waiting[] = [];
  /** Attempts that have not ended and do not wait for a load. */
  private running = 0;
  private whenQuiet: (() => void) | undefined;

  constructor(
    private readonly session: Session,
    readonly at: Date,
    readonly ids: Ids,
    readonly source: string,
    /** Rows and lists that were read together with the claims. */
    prefetched: Requests & Pick<Begun, 'rows' | 'listed'> = { loads: [], lists: [], rows: [] },
  ) {
    prefetched.rows.forEach((row, index) => {
      const { rowType, key, lock } = prefetched.loads[index]!;
      this.put(rowType, key, lock, row);
    });
    prefetched.lists.forEach((request, index) => {
      const rows = prefetched.listed?.[index];
      if (rows) this.lists.set(listName(request), { request, rows, revision: 0 });
    });
  }

  /** Runs the handlers and returns their outcomes in the same order. `changes()` then returns what they changed. */
  async run(runs: readonly { context: Context; work: TransactionWork<unknown> }[]): Promise<Attempt[]> {
    const attempts = runs.map(({ context, work }) => new Attempt(this, context, work));
    await this.drive(attempts);
    for (const [index, first] of attempts.entries()) {
      let attempt = first;
      if (!first.current) {
        // A new attempt, because the first may have left promises that still write.
        attempts[index] = attempt = new Attempt(this, first.context, runs[index]!.work);
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
    const name = `${load.rowType.table}\u0000${keyOf(load.rowType, load.key)}`;
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

  /** All accepted changes, sorted by table name. */
  changes(): Changes[] {
    return [...this.changed]
      .map(([rowType, cells]) => {
        const changed = [...cells.values()].filter(({ row, stored }) => row !== stored);
        const updated = changed.filter(({ row, stored }) => row && stored);
        return {
          rowType,
          inserts: changed.flatMap(({ row, stored }) => (row && !stored ? [row] : [])),
          updates: updated.map(({ row }) => row!),
          touched: rowType.columns.filter(({ property }) =>
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
        // If a handler ends while one of its loads is in flight, it is already counted as paused.
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
    const { loads, lists } = requestsOf(round.flatMap(({ load, list }) => load ?? list ?? []));
    const [rows, listed] = await Promise.all([
      loads.length ? this.session.load(loads) : [],
      lists.length ? this.session.list(lists) : [],
    ]);
    loads.forEach(({ rowType, key, lock }, index) => this.put(rowType, key, lock, rows[index]));
    lists.forEach((request, index) => {
      let rows: readonly object[] = listed[index] ?? [];
      // The changes of this batch are not in the database yet.
      for (const cell of this.changed.get(wholeOf(request.rowType))?.values() ?? [])
        rows = amended(request, rows, cell.stored, cell.row);
      this.lists.set(listName(request), { request, rows, revision: 0 });
    });
  }

  private put(rowType: AnyRowType, key: object, locked: boolean, row: object | undefined): void {
    const name = `${rowType.table}\u0000${keyOf(rowType, key)}`;
    const known = this.cells.get(name);
    if (!known) this.cells.set(name, { rowType, stored: row, row, locked, revision: 0 });
    if (!known || known.locked || !locked) return;
    // A row that was first read and then locked may have changed in between. The new revision makes its readers run again.
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
    for (const { rowType, key, row, insert } of writes) if (row || !insert) this.change(rowType, key, row);
  }

  /** Checks what the database would check. Here the handler at fault is known, and no other has built on its change yet. */
  private refusal({ rowType, key, row, insert }: Write): Error | undefined {
    if (!row) return undefined;
    if (insert && this.cells.get(key)?.row)
      return refused('23505', `${rowType.table}: a row with this key exists already`);
    const broken = brokenGuard(rowType, row);
    return broken === undefined ? undefined : refused('23514', `${rowType.table} violates ${broken}`);
  }

  private change(rowType: AnyRowType, key: string, row: object | undefined): void {
    const cell = this.cells.get(key) ?? {
      rowType,
      stored: undefined,
      row: undefined,
      locked: true,
      revision: 0,
    };
    this.cells.set(key, cell);
    for (const list of this.lists.values()) {
      if (wholeOf(list.request.rowType) !== rowType) continue;
      const rows = amended(list.request, list.rows, cell.row, row);
      if (rows === list.rows) continue;
      list.rows = rows;
      list.revision++;
    }
    cell.row = row;
    cell.revision++;
    const changed = this.changed.get(rowType);
    if (changed) changed.set(key, cell);
    else this.changed.set(rowType, new Map([[key, cell]]));
  }

  private suspend(attempt: Attempt, request: Request): Promise<void> {
    return new Promise((resume) => {
      // The handler has ended, so a load that it left behind is never resolved.
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

export interface Requests {
  readonly loads: readonly LoadRequest[];
  readonly lists: readonly ListRequest[];
}

/** The distinct requests. */
export function requestsOf(requests: readonly Prefetch[]): Requests {
  const loads = requests.flatMap((request) => ('key' in request ? [request] : []));
  const lists = requests.flatMap((request) => ('parent' in request ? [request] : []));
  const loadName = ({ rowType, key, lock }: LoadRequest) =>
    `${rowType.table}\u0000${keyOf(rowType, key)}\u0000${lock}`;
  return { loads: distinct(loads, loadName), lists: distinct(lists, listName) };
}

function distinct<T>(items: readonly T[], name: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [name(item), item])).values()];
}

function listName({ rowType, parent, after }: ListRequest): string {
  const columns = rowType.whole ? rowType.columns.map(({ name }) => name).join() : '';
  return `${rowType.table}\u0000${columns}\u0000${Object.values(parent).join('\u0000')}\u0000${after}`;
}

function byTable(a: Changes, b: Changes): number {
  return a.rowType.table < b.rowType.table ? -1 : 1;
}
