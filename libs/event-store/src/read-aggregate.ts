import { type AggregateRoot, type DomainEvent, frozen, upcast } from '@waybill/kernel';
import type { Pool } from 'pg';
import type { AggregateType } from './event-store.js';
import { refuseBroken } from './refuse-broken.js';

interface Row {
  readonly version: number;
  /** None: the row is the snapshot. */
  readonly type: string | null;
  readonly schemaVersion: number;
  readonly data: unknown;
  readonly at: number;
}

/**
 * Reads a committed aggregate for display, without locks, transaction or cache. One statement reads its snapshot and the later
 * events. Undefined without events; throws for broken streams as a load does. To change it, load it from the
 * EventStore.
 */
export async function readAggregate<
  State,
  Event extends DomainEvent,
  Root extends AggregateRoot<State, Event>,
>(
  pool: Pool,
  { begunBy, evolve, upcasters, snapshots, create }: AggregateType<State, Event, Root>,
  id: string,
): Promise<Root | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'read_aggregate',
    // `at` as a number, because parsing a timestamp is slow; metadata is not needed for the fold.
    text: `WITH snapshot AS (SELECT version, state FROM snapshots WHERE stream_id = $1 AND schema = $2)
      SELECT version, NULL AS type, 0 AS "schemaVersion", state AS data, 0 AS at FROM snapshot
      UNION ALL
      SELECT version, type, schema_version, data, extract(epoch FROM at)::float8 * 1000 FROM events
      WHERE stream_id = $1 AND version > coalesce((SELECT version FROM snapshot), 0)
      ORDER BY version`,
    values: [id, snapshots?.schema ?? null],
  });
  const last = rows.at(-1);
  if (!last) return undefined;
  const [snapshot, events] = rows[0]!.type === null ? [rows[0]!.version, rows.slice(1)] : [0, rows];
  refuseBroken(begunBy, { id, version: last.version }, snapshot, events);
  let state: State | undefined;
  for (const { type, schemaVersion, data, at } of rows) {
    state =
      type === null
        ? frozen(data as State)
        : frozen(
            evolve(state, {
              type,
              data: frozen(upcast(upcasters ?? {}, type, schemaVersion, data)),
              at: new Date(Math.round(at)),
            } as unknown as Event),
          );
  }
  return state === undefined ? undefined : create(id, state, last.version);
}
