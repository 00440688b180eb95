import type { Timers } from '@waybill/kernel';
import { type AnyRowType, type Changes, type Database, type Session, keyOf } from '@waybill/unit-of-work';
import { type EventLog, type LogPosition, type RecordedEvent, isBefore } from '../event-log.js';
import { EventWork } from '../event-work.js';
import { inSession } from './in-session.js';
import type { InlineViews } from './inline-views.js';
import type { Projection, RowChange } from './projection.js';
import { GENERATIONS, type ProjectionGeneration, type StreamMemo, generations, tablesOf } from './tables.js';

export interface ProjectorOptions {
  readonly log: Pick<EventLog, 'readAll'>;
  readonly database: Database;
  readonly timers: Timers;
  readonly projections: readonly Projection[];
  /** Inline views, which the projector only rebuilds. */
  readonly inline?: InlineViews;
  /** Maximum number of events per transaction. */
  readonly batch?: number;
  /**
   * How soon it reads events after their commit; a second by default. What a stream does in that time is one change of each row. Without
   * events it looks a fifth as often.
   */
  readonly pollMs?: number;
  readonly onError?: (error: unknown, projection: string) => void;
}

const BATCH = 2_000;

/**
 * Updates views from events, and builds their idle generation on request. Position and rows are written in one
 * transaction, under the lock of the generation's row. So only one of several instances writes, and no event is applied twice.
 */
export class Projector extends EventWork {
  /** This round has found events, or failed. */
  private looksSoon = false;

  constructor(private readonly options: ProjectorOptions) {
    super(options.timers, options.pollMs);
  }

  protected async turn(): Promise<number | void> {
    while ((await this.round()) && !this.stopped);
    return this.looksSoon ? this.pollMs : undefined;
  }

  /** Advances each view once. True: there may be more. */
  private async round(): Promise<boolean> {
    const { inline, onError } = this.options;
    const rebuilds = (inline?.views ?? []).map((one) => ({ name: one.name, act: () => inline!.step(one) }));
    let busy = false;
    this.looksSoon = false;
    const tasks = await this.tasks().catch((error: unknown) => {
      this.looksSoon = true;
      onError?.(error, 'every view');
      return [];
    });
    for (const { name, act } of [...tasks, ...rebuilds]) {
      try {
        busy = (await act()) || busy;
      } catch (error) {
        this.looksSoon = true;
        onError?.(error, name);
      }
    }
    return busy;
  }

  /** What this round has to do: found by one look at all generations; those that are equally far share what they read. */
  private async tasks(): Promise<{ name: string; act: () => Promise<boolean> }[]> {
    const { log, batch = BATCH } = this.options;
    const all = this.options.projections.flatMap((projection) =>
      GENERATIONS.map((generation) => ({ projection, generation })),
    );
    const rows = await this.look(all.map(({ projection: { name }, generation }) => ({ name, generation })));
    const reads = new Map<string, Promise<readonly RecordedEvent[]>>();
    const after = (seen: LogPosition): Promise<readonly RecordedEvent[]> => {
      const place = `${seen.tx} ${seen.position}`;
      const read = reads.get(place) ?? log.readAll({ after: seen, limit: batch });
      reads.set(place, read);
      return read;
    };
    return all.flatMap(({ projection }, index) => {
      const seen = rows[index];
      if (seen?.state !== 'live' && seen?.state !== 'building') return [];
      const act = async (): Promise<boolean> => {
        const full = await this.advance(projection, seen, await after(seen));
        if (seen.state === 'live' || full) return full;
        return !(await this.goLive(projection.name, seen.generation));
      };
      return [{ name: projection.name, act }];
    });
  }

  private look(
    keys: readonly Pick<ProjectionGeneration, 'name' | 'generation'>[],
  ): Promise<readonly (ProjectionGeneration | undefined)[]> {
    return inSession(this.options.database, async (session) => {
      const rows = await session.load(keys.map((key) => ({ rowType: generations, key, lock: false })));
      return { value: rows as (ProjectionGeneration | undefined)[], changes: [] };
    });
  }

  /** Applies the next events to a generation that is kept up, or to one that is verified, up to `until`. True: there may be more. */
  async step(projection: Projection, generation: number, until?: LogPosition): Promise<boolean> {
    const { log, batch = BATCH } = this.options;
    const [seen] = await this.look([{ name: projection.name, generation }]);
    const ours = until ? seen?.state === 'verifying' : seen?.state === 'live' || seen?.state === 'building';
    if (!seen || !ours) return false;
    const found = await log.readAll({ after: seen, limit: batch });
    return this.advance(projection, seen, until ? found.filter((event) => !isBefore(until, event)) : found);
  }

  private async advance(
    projection: Projection,
    seen: ProjectionGeneration,
    events: readonly RecordedEvent[],
  ): Promise<boolean> {
    if (events.length === 0) return false;
    this.looksSoon = true;
    const { database, batch = BATCH } = this.options;
    const { name, generation } = seen;
    const moved = await inSession(database, async (session) => {
      const [row] = (await session.load([
        { rowType: generations, key: { name, generation }, lock: true },
      ])) as [ProjectionGeneration];
      // Another instance was faster, or the generation was fenced: the events that were read are not the next ones.
      if (row.state !== seen.state || row.tx !== seen.tx || row.position !== seen.position)
        return { value: false, changes: [] };
      const { tx, position, at } = events.at(-1)!;
      const next = { ...row, tx, position, events: row.events + events.length, updatedAt: at };
      const changes = await apply(session, projection, generation, events);
      return { value: true, changes: [...changes, update(generations, next)] };
    });
    return !moved || events.length === batch;
  }

  /** Switches to a generation that has caught up, in one transaction. The other one becomes idle. */
  private async goLive(name: string, generation: number): Promise<boolean> {
    return inSession(this.options.database, async (session) => {
      // Always locked in this order, so that two switches cannot deadlock.
      const [first, second] = (await session.load(
        GENERATIONS.map((one) => ({ rowType: generations, key: { name, generation: one }, lock: true })),
      )) as [ProjectionGeneration, ProjectionGeneration];
      const [next, before] = first.generation === generation ? [first, second] : [second, first];
      if (next.state !== 'building') return { value: true, changes: [] };
      if (isBefore(next, before)) return { value: false, changes: [] };
      const changed = [
        { ...next, state: 'live' as const },
        { ...before, state: 'idle' as const },
      ];
      return { value: true, changes: [{ ...update(generations, next), updates: changed }] };
    });
  }
}

/** Folds the events into the rows that they touch: one load and one write for the whole batch. */
async function apply<Row extends object, Memo>(
  session: Session,
  projection: Projection<Row, Memo>,
  generation: number,
  events: readonly RecordedEvent[],
): Promise<Changes[]> {
  const tables = tablesOf(projection.view, generation);
  const memos = await Cells.load<StreamMemo>(
    session,
    tables.memos,
    events.map(({ streamId }) => ({ streamId })),
  );
  const changes: RowChange<Row>[] = [];
  for (const event of events) {
    const key = { streamId: event.streamId };
    const memo = memos.get(key)?.memo as Memo | undefined;
    changes.push(...projection.changes(event, memo));
    const next = projection.remember(memo, event);
    if (next !== undefined && next !== memo) memos.set({ ...key, memo: next });
  }
  const rows = await Cells.load<Row>(
    session,
    tables.rows,
    changes.map(({ key }) => key),
  );
  for (const { key, apply: change } of changes) rows.set(change(rows.get(key)));
  return [...memos.changes(), ...rows.changes()];
}

/** The rows that a batch touches, as stored and as they are now. */
class Cells<Row extends object> {
  private readonly rows = new Map<string, { row: Row | undefined; stored: boolean; changed: boolean }>();

  private constructor(private readonly rowType: AnyRowType) {}

  static async load<Row extends object>(
    session: Session,
    rowType: AnyRowType,
    keys: readonly object[],
  ): Promise<Cells<Row>> {
    const cells = new Cells<Row>(rowType);
    const distinct = [...new Map(keys.map((key) => [keyOf(rowType, key), key]))];
    const found = await session.load(distinct.map(([, key]) => ({ rowType, key, lock: false })));
    distinct.forEach(([name], index) => {
      const row = found[index] as Row | undefined;
      cells.rows.set(name, { row, stored: row !== undefined, changed: false });
    });
    return cells;
  }

  get(key: object): Row | undefined {
    return this.rows.get(keyOf(this.rowType, key))?.row;
  }

  set(row: Row): void {
    const cell = this.rows.get(keyOf(this.rowType, row));
    if (!cell)
      throw new Error(`a change of ${this.rowType.table} made another row than the one that it named`);
    cell.row = row;
    cell.changed = true;
  }

  changes(): Changes[] {
    const changed = [...this.rows.values()].filter((cell) => cell.changed);
    if (changed.length === 0) return [];
    const inserts = changed.filter(({ stored }) => !stored).map(({ row }) => row!);
    const updates = changed.filter(({ stored }) => stored).map(({ row }) => row!);
    return [{ rowType: this.rowType, inserts, updates, touched: valuesOf(this.rowType), removals: [] }];
  }
}

function update(rowType: AnyRowType, row: object): Changes {
  return { rowType, inserts: [], updates: [row], touched: valuesOf(rowType), removals: [] };
}

function valuesOf(rowType: AnyRowType) {
  return rowType.columns.filter(({ property }) => !rowType.key.some((key) => key.property === property));
}
