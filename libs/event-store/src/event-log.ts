import { frozen, type Upcasters, upcast } from '@waybill/kernel';
import type { ClientBase, Pool } from 'pg';
import type { EventMetadata } from './tables.js';

/**
 * The place of an event in the order of all events: the number of its transaction, then its position within the table. Both are whole
 * numbers from 1, with gaps.
 */
export interface LogPosition {
  readonly tx: number;
  readonly position: number;
}

/** Before the first event. */
export const START: LogPosition = { tx: 0, position: 0 };

/** An event as it was appended, with its data in the newest shape. */
export interface RecordedEvent extends LogPosition {
  readonly streamId: string;
  /** The event's number in its stream, from 1 without gaps. */
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly aggregateType: string;
  readonly data: unknown;
  readonly metadata: EventMetadata;
  readonly at: Date;
}

export type Direction = 'forward' | 'backward';

/** A part of one stream. Without options: all of it, oldest first. */
export interface StreamRange {
  /** Continue after the event of this version, which is not returned: with the next higher one, or backward the next lower one. */
  readonly after?: number | undefined;
  /** `backward` returns the newest event first. */
  readonly direction?: Direction | undefined;
  /** Events at most, from 1; all of them when absent. */
  readonly limit?: number | undefined;
}

/** A part of the order of all events. */
export interface LogRange {
  /**
   * Continue after the event at this position, which is not returned: the last event of one page starts the next one. When absent,
   * reading starts with the first event, or backward with the newest one that is safe to read.
   */
  readonly after?: LogPosition | undefined;
  /** `backward` returns the newest event first. */
  readonly direction?: Direction | undefined;
  /** Maximum number of events, from 1 to 10,000. */
  readonly limit: number;
}

/**
 * SQL condition on `events`: safe to read. An event is held back while a transaction with a lower number may still commit, so that a
 * reader who goes on after the last event that it saw skips none. The oldest transaction that runs on the server sets the limit.
 */
export const SAFE_TO_READ = `tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT before FROM event_epoch)`;

const COLUMNS = `stream_id AS "streamId", version, tx, position, id, type, aggregate_type AS "aggregateType",
  schema_version AS "schemaVersion", data, metadata, at`;
const MAX_LIMIT = 10_000;
const MAX_VERSION = 2_147_483_647;
/** After the last event. */
const END: LogPosition = { tx: Number.MAX_SAFE_INTEGER, position: Number.MAX_SAFE_INTEGER };

type Row = RecordedEvent & { readonly schemaVersion: number };

/**
 * Reads stored events, outside any aggregate: one stream, all events, those of one type, or those of one category (the type of their
 * aggregates). Each method runs one statement, so that its events are of one snapshot, and reads by an index from its position on.
 *
 * The order of all events is that of their transactions (`LogPosition`); within a stream it is the order of the versions. Both directions
 * see only events that are safe to read (`SAFE_TO_READ`), which for the newest ones can take as long as the oldest transaction runs. A
 * single stream is read as it is committed, without delay.
 *
 * Methods throw RangeError for a limit out of range, EVENT_TOO_NEW for an event of a newer release, and errors of Postgres.
 */
export class EventLog {
  /** `upcasters` of the aggregate type convert stored data to the newest version. */
  constructor(
    private readonly pool: Pool | ClientBase,
    private readonly upcasters: Upcasters = {},
  ) {}

  /** The log as a transaction sees it. */
  within(client: ClientBase): EventLog {
    return new EventLog(client, this.upcasters);
  }

  /** Events of one stream in the order of their versions; none when there is no such stream. */
  async readStream(
    streamId: string,
    { after, direction = 'forward', limit }: StreamRange = {},
  ): Promise<RecordedEvent[]> {
    if (limit !== undefined) checkLimit(limit, MAX_VERSION);
    const [comparison, order, start] =
      direction === 'forward' ? (['>', 'ASC', 0] as const) : (['<', 'DESC', MAX_VERSION] as const);
    return this.query(
      `events_of_stream_${direction}`,
      `SELECT ${COLUMNS} FROM events WHERE stream_id = $1 AND version ${comparison} $2 ORDER BY version ${order} LIMIT $3`,
      [streamId, after ?? start, limit ?? null],
    );
  }

  /** All events of several streams: one stream after the other, each oldest first. */
  readStreams(streamIds: readonly string[]): Promise<RecordedEvent[]> {
    return this.query(
      'events_of_streams',
      `SELECT ${COLUMNS} FROM events WHERE stream_id = ANY($1) ORDER BY stream_id, version`,
      [streamIds],
    );
  }

  /** Events of all streams. */
  readAll(range: LogRange): Promise<RecordedEvent[]> {
    return this.readOrdered('all', range);
  }

  /** Events of one type, such as `order.placed`, of all streams. */
  readType(eventType: string, range: LogRange): Promise<RecordedEvent[]> {
    return this.readOrdered('type', range, eventType);
  }

  /** Events of all aggregates of one type, such as `order`. */
  readCategory(aggregateType: string, range: LogRange): Promise<RecordedEvent[]> {
    return this.readOrdered('aggregate_type', range, aggregateType);
  }

  private async readOrdered(
    by: 'all' | 'type' | 'aggregate_type',
    { after, direction = 'forward', limit }: LogRange,
    ...value: string[]
  ): Promise<RecordedEvent[]> {
    checkLimit(limit, MAX_LIMIT);
    const [comparison, order, start] =
      direction === 'forward' ? (['>', 'ASC', START] as const) : (['<', 'DESC', END] as const);
    const { tx, position } = after ?? start;
    return this.query(
      `events_by_${by}_${direction}`,
      `SELECT ${COLUMNS} FROM events
       WHERE ${by === 'all' ? '' : `${by} = $4 AND`} (tx, position) ${comparison} ($1, $2) AND ${SAFE_TO_READ}
       ORDER BY tx ${order}, position ${order} LIMIT $3`,
      [tx, position, limit, ...value],
    );
  }

  private async query(name: string, text: string, values: unknown[]): Promise<RecordedEvent[]> {
    const { rows } = await this.pool.query<Row>({ name, text, values });
    return rows.map((row) => this.newest(row));
  }

  private newest(row: Row): RecordedEvent {
    // Field by field: a rest of ten fields would cost as much as all else.
    const { streamId, version, tx, position, id, type, aggregateType, metadata, at } = row;
    const data = upcast(this.upcasters, type, row.schemaVersion, row.data);
    return frozen({ streamId, version, tx, position, id, type, aggregateType, data, metadata, at });
  }
}

/** Whether one position is before another. */
export function isBefore(one: LogPosition, other: LogPosition): boolean {
  return one.tx < other.tx || (one.tx === other.tx && one.position < other.position);
}

function checkLimit(limit: number, max: number): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > max)
    throw new RangeError(`\`limit\` must be a whole number from 1 to ${max} (got ${limit})`);
}
