import { type AnyRowType, type Changes, type Database, keyOf } from '@waybill/unit-of-work';
import type { Pool, PoolClient } from 'pg';
import { type EventLog, type LogPosition, type RecordedEvent, START } from '../event-log.js';
import { type Stream, streams } from '../tables.js';
import { type Difference, type Verdict, differences } from './differences.js';
import { inSession } from './in-session.js';
import { type ProjectionGeneration, generations } from './tables.js';
import { inTransaction } from './transaction.js';

/** Runs in the transaction that requests a rebuild, such as the record of who requested it. */
export type WithRebuild = (client: PoolClient) => Promise<void>;

/**
 * A view that is written in the transaction of the events, with one row per stream and the stream's id as key. However the
 * writer updates the row, `fold` computes the expected row from the events of the stream alone.
 */
export interface InlineView<Row extends object = object> {
  readonly name: string;
  readonly view: AnyRowType;
  /** Type of the streams that have a row. */
  readonly streams: string;
  /** All events of one stream, oldest first. */
  fold(events: readonly RecordedEvent[]): Row;
}

export interface InlineViewsOptions {
  readonly pool: Pool;
  readonly database: Database;
  readonly log: EventLog;
  readonly views: readonly InlineView[];
  /** Maximum number of events per transaction. The streams that start within them are locked for that time. */
  readonly batch?: number;
}

/**
 * Rebuilds and verifies inline views. There is no second generation: a row depends on its own stream alone, so rows are
 * rebuilt in place, in batches of streams. A batch is locked like any other batch, the view's rows and then the
 * streams. So a writer either commits before, and its events are in the fold, or waits and updates the folded row. Readers always
 * see the old or the new row. The progress is written with the rows, so after a crash the rebuild continues there.
 */
export class InlineViews {
  constructor(private readonly options: InlineViewsOptions) {}

  get views(): readonly InlineView[] {
    return this.options.views;
  }

  find(name: string): InlineView | undefined {
    return this.views.find((view) => view.name === name);
  }

  /** Requests a rebuild; false if one is running. `also` runs in the same transaction. */
  rebuild({ name }: InlineView, also?: WithRebuild): Promise<boolean> {
    return inTransaction(this.options.pool, 'BEGIN', async (client) => {
      const { rowCount } = await client.query(
        `UPDATE projections SET state = 'building', tx = 0, position = 0, events = 0 WHERE name = $1 AND state = 'idle'`,
        [name],
      );
      if (rowCount === 1) await also?.(client);
      return rowCount === 1;
    });
  }

  /** Rebuilds the rows of the next streams if a rebuild was requested. Returns true if there may be more. */
  async step(view: InlineView): Promise<boolean> {
    const { pool, log } = this.options;
    const {
      rows: [seen],
    } = await pool.query<LogPosition>(
      `SELECT tx, position FROM projections WHERE name = $1 AND state = 'building'`,
      [view.name],
    );
    if (!seen) return false;
    const events = await log.readAll({ after: seen, limit: this.batch });
    const moved = events.length === 0 || (await this.fold(view, seen, events));
    if (!moved || events.length === this.batch) return true;
    // Rows of streams that start from here on are written by their own appends, so the rebuild ends here.
    await this.finish(view, events.at(-1) ?? seen);
    return false;
  }

  /** False if another instance was faster. */
  private fold(view: InlineView, seen: LogPosition, events: readonly RecordedEvent[]): Promise<boolean> {
    const { database, log } = this.options;
    return inSession(database, async (session) => {
      const key = { name: view.name, generation: 1 };
      const [row] = (await session.load([{ rowType: generations, key, lock: true }])) as [
        ProjectionGeneration,
      ];
      if (row.state !== 'building' || row.tx !== seen.tx || row.position !== seen.position)
        return { value: false, changes: [] };
      const ids = begunBy(events);
      const found = await session.load([
        ...ids.map((id) => ({ rowType: view.view, key: keyFor(view, id), lock: true })),
        ...ids.map((id) => ({ rowType: streams, key: { id }, lock: true })),
      ]);
      const stored = new Set(
        found.slice(0, ids.length).flatMap((one) => (one ? [keyOf(view.view, one)] : [])),
      );
      const ours = found
        .slice(ids.length)
        .filter((one) => (one as Stream | undefined)?.type === view.streams);
      const folds = await foldAll(
        log,
        view,
        (ours as Stream[]).map(({ id }) => id),
      );
      const { tx, position, at } = events.at(-1)!;
      const next = { ...row, tx, position, events: row.events + events.length, updatedAt: at };
      const isStored = (fold: object) => stored.has(keyOf(view.view, fold));
      const changes = [
        changesOf(
          view.view,
          folds.filter((fold) => !isStored(fold)),
          folds.filter(isStored),
        ),
        changesOf(generations, [], [next]),
      ];
      return { value: true, changes };
    });
  }

  /** Folds every stream again and compares. Each batch uses one snapshot, so writers neither wait nor interfere. */
  async verify(view: InlineView): Promise<Verdict> {
    const found: Difference[] = [];
    let events = 0;
    for (let from: LogPosition | undefined = START; from;) {
      from = await this.inSnapshot(async (client, log): Promise<LogPosition | undefined> => {
        const next = await log.readAll({ after: from, limit: this.batch });
        const { rows } = await client.query<{ id: string; version: number }>(
          'SELECT id, version FROM streams WHERE id = ANY($1) AND type = $2',
          [begunBy(next), view.streams],
        );
        const ids = rows.map(({ id }) => id);
        const folds = await foldAll(log, view, ids);
        events += rows.reduce((sum, { version }) => sum + version, 0);
        found.push(...(await compare(client, view, ids, folds)));
        return next.length < this.batch ? undefined : next.at(-1);
      });
    }
    const { rows: strays } = await this.options.pool.query<{ row: object }>(
      `SELECT to_jsonb(v) AS row FROM ${view.view.table} v WHERE ${stray(view)} LIMIT 10`,
      [view.streams],
    );
    return {
      events,
      differences: [...found, ...strays.map(({ row }) => ({ in: 'view' as const, row }))].slice(0, 20),
    };
  }

  private get batch(): number {
    return this.options.batch ?? 1_000;
  }

  /** Removes rows without a stream. A rebuild that was requested meanwhile starts from the beginning. */
  private async finish(view: InlineView, { tx, position }: LogPosition): Promise<void> {
    const { pool } = this.options;
    await pool.query(`DELETE FROM ${view.view.table} v WHERE ${stray(view)}`, [view.streams]);
    await pool.query(`UPDATE projections SET state = 'idle' WHERE name = $1 AND tx = $2 AND position = $3`, [
      view.name,
      tx,
      position,
    ]);
  }

  private inSnapshot<Value>(act: (client: PoolClient, log: EventLog) => Promise<Value>): Promise<Value> {
    const { pool, log } = this.options;
    const begin = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
    return inTransaction(pool, begin, (client) => act(client, log.within(client)));
  }
}

/** A stream is in the batch of its first event. */
function begunBy(events: readonly RecordedEvent[]): string[] {
  return events.filter(({ version }) => version === 1).map(({ streamId }) => streamId);
}

function keyFor({ view }: InlineView, id: string): object {
  return { [view.key[0]!.property]: id };
}

async function foldAll(log: EventLog, view: InlineView, ids: readonly string[]): Promise<object[]> {
  const byStream = Map.groupBy(await log.readStreams(ids), ({ streamId }) => streamId);
  return [...byStream.values()].map((events) => view.fold(events));
}

/** One statement, one snapshot: a row and its stream are committed together. */
function stray({ view }: InlineView): string {
  return `NOT EXISTS (SELECT FROM streams s WHERE s.id = v.${view.key[0]!.name} AND s.type = $1)`;
}

async function compare(
  client: PoolClient,
  { view }: InlineView,
  ids: readonly string[],
  folds: readonly object[],
): Promise<Difference[]> {
  const columns = folds.map((fold) =>
    Object.fromEntries(
      view.columns.map(({ property, name }) => [name, (fold as Record<string, unknown>)[property]]),
    ),
  );
  const { rows } = await client.query<Difference>(
    differences(
      `SELECT * FROM ${view.table} WHERE ${view.key[0]!.name} = ANY($1)`,
      `SELECT * FROM jsonb_populate_recordset(NULL::${view.table}, $2)`,
    ),
    [ids, JSON.stringify(columns)],
  );
  return rows;
}

function changesOf(rowType: AnyRowType, inserts: readonly object[], updates: readonly object[]): Changes {
  const touched = rowType.columns.filter(
    ({ property }) => !rowType.key.some((key) => key.property === property),
  );
  return { rowType, inserts, updates, touched, removals: [] };
}
