import { DomainError, commonErrors } from '@waybill/kernel';
import type { Pool, PoolClient } from 'pg';
import { type LogPosition, isBefore } from '../event-log.js';
import { type Difference, type Verdict, differences } from './differences.js';
import type { InlineViews, WithRebuild } from './inline-views.js';
import type { Projection } from './projection.js';
import type { Projector } from './projector.js';
import { type GenerationState, tablesOf } from './tables.js';
import { inTransaction } from './transaction.js';
import { eventStoreErrors } from '../event-store.errors.js';

/** The state of a projection. */
export interface ProjectionReport {
  readonly name: string;
  readonly generation: number;
  /** Events seen by the generation that readers see; null for an inline view, which is written with them. */
  readonly events: number | null;
  /** Age of the oldest event that it has not seen; 0 when it has seen all. */
  readonly lagSeconds: number;
  /** Present while the other generation is being built. */
  readonly rebuild?: { readonly events: number; readonly of: number };
}

interface Row extends LogPosition {
  readonly name: string;
  readonly generation: number;
  readonly state: GenerationState;
  readonly events: number;
  readonly lag: number;
  readonly total: number | null;
}

/** Operations on projections for operators. The projector of any instance does the work. */
export class ProjectionAdmin {
  constructor(
    private readonly pool: Pool,
    private readonly projections: readonly Projection[],
    private readonly projector: Projector,
    private readonly inline?: InlineViews,
  ) {}

  async list(): Promise<ProjectionReport[]> {
    const { rows } = await this.pool.query<Row>(`
      SELECT name, generation, state, events,
        coalesce(extract(epoch FROM now() - (
          SELECT at FROM events e WHERE (e.tx, e.position) > (p.tx, p.position) ORDER BY e.tx, e.position LIMIT 1
        )), 0)::float AS lag,
        CASE state WHEN 'building' THEN (SELECT count(*) FROM events) END AS total
      FROM projections p ORDER BY name`);
    const rebuildOf = (view: string) => {
      const building = rows.find(({ name, state }) => name === view && state === 'building');
      return building && { rebuild: { events: building.events, of: building.total ?? 0 } };
    };
    const inline = (this.inline?.views ?? []).map(({ name }) => ({
      name,
      generation: 1,
      events: null,
      lagSeconds: 0,
      ...rebuildOf(name),
    }));
    const behind = this.projections.flatMap(({ name }) => {
      const live = rows.find((row) => row.name === name && row.state === 'live');
      if (!live) return [];
      const { generation, events, lag } = live;
      return [{ name, generation, events, lagSeconds: Math.max(0, lag), ...rebuildOf(name) }];
    });
    return [...inline, ...behind];
  }

  /** The largest lag of all projections in seconds. */
  async lagSeconds(): Promise<number> {
    return Math.max(0, ...(await this.list()).map(({ lagSeconds }) => lagSeconds));
  }

  /**
   * Empties the idle generation and requests its rebuild; readers use the live one until the switch. An inline view
   * has one generation, whose rows are rebuilt in place. Throws NOT_FOUND, or REBUILD_RUNS while a rebuild is running. A rebuild
   * continues by itself after a crash. `also` runs in the transaction of the request.
   */
  async rebuild(name: string, also?: WithRebuild): Promise<void> {
    const inline = this.inline?.find(name);
    const begun = inline
      ? await this.inline!.rebuild(inline, also)
      : (await this.empty(this.named(name), 'building', also)) !== undefined;
    if (!begun)
      throw new DomainError(eventStoreErrors.REBUILD_RUNS, `The view ${name} is already being rebuilt.`);
    this.projector.wake();
  }

  /**
   * Folds all events again, into the idle generation if there is one, and compares row by row. Returns the rows
   * that only one side has; none if the view matches its events.
   */
  async verify(name: string): Promise<Verdict> {
    const inline = this.inline?.find(name);
    if (inline) return this.inline!.verify(inline);
    const projection = this.named(name);
    const generation = await this.empty(projection, 'verifying');
    if (generation === undefined)
      throw new DomainError(
        eventStoreErrors.REBUILD_RUNS,
        `The view ${name} is being rebuilt. Verify it when the rebuild has finished.`,
      );
    try {
      for (;;) {
        const { rows } = await this.pool.query<LogPosition>(
          `SELECT tx, position FROM projections WHERE name = $1 AND state = 'live'`,
          [name],
        );
        while (await this.projector.step(projection, generation, rows[0]!));
        const found = await this.compare(projection);
        if (found) return found;
      }
    } finally {
      await this.pool.query(`UPDATE projections SET state = 'idle' WHERE name = $1 AND state = 'verifying'`, [
        name,
      ]);
    }
  }

  private named(name: string): Projection {
    const found = this.projections.find((projection) => projection.name === name);
    if (found) return found;
    const names = [...(this.inline?.views ?? []), ...this.projections].map((one) => one.name).join(', ');
    throw new DomainError(commonErrors.NOT_FOUND, `There is no view ${name}. Views: ${names}.`);
  }

  /** Empties the idle generation and sets its state. Undefined if none is idle. */
  private empty(
    { name, view }: Projection,
    state: GenerationState,
    also?: WithRebuild,
  ): Promise<number | undefined> {
    return this.locked(name, async (client, rows) => {
      // A generation whose verification was interrupted by a crash counts as idle.
      const idle = rows.find((row) => row.state === 'idle' || row.state === 'verifying');
      if (!idle) return undefined;
      const tables = tablesOf(view, idle.generation);
      await client.query(`TRUNCATE ${tables.rows.table}, ${tables.memos.table}`);
      await client.query(
        `UPDATE projections SET state = $3, tx = 0, position = 0, events = 0 WHERE name = $1 AND generation = $2`,
        [name, idle.generation, state],
      );
      await also?.(client);
      return idle.generation;
    });
  }

  /** Undefined if the live generation has advanced in the meantime. */
  private compare({ name, view }: Projection): Promise<Verdict | undefined> {
    // The live generation cannot advance while its row is locked.
    return this.locked(name, async (client, rows) => {
      const live = rows.find(({ state }) => state === 'live')!;
      const fold = rows.find(({ state }) => state === 'verifying');
      if (!fold)
        throw new DomainError(
          eventStoreErrors.REBUILD_RUNS,
          `The view ${name} was rebuilt or verified by another request meanwhile.`,
        );
      if (isBefore(fold, live) || isBefore(live, fold)) return undefined;
      const [mine, other] = [live, fold].map(({ generation }) => tablesOf(view, generation).rows.table);
      const { rows: found } = await client.query<Difference>(differences(`TABLE ${mine}`, `TABLE ${other}`));
      return { events: live.events, differences: found };
    });
  }

  /** Locks both generations, always in the same order. */
  private locked<Value>(
    name: string,
    act: (client: PoolClient, rows: readonly Row[]) => Promise<Value>,
  ): Promise<Value> {
    return inTransaction(this.pool, 'BEGIN', async (client) => {
      const { rows } = await client.query<Row>(
        `SELECT * FROM projections WHERE name = $1 ORDER BY generation FOR UPDATE`,
        [name],
      );
      return act(client, rows);
    });
  }
}
