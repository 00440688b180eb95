import { type Upcasters, upcast } from '@waybill/kernel';
import type { ClientBase, Pool } from 'pg';
import type { EventMetadata } from './tables.js';

/** A place in the order of all commits: behind this event. */
export interface LogPosition {
  readonly tx: number;
  readonly position: number;
}

export const START: LogPosition = { tx: 0, position: 0 };

/** An event as it was appended, its data in the newest shape, with its place. */
export interface RecordedEvent extends LogPosition {
  readonly streamId: string;
  readonly version: number;
  readonly id: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: EventMetadata;
  readonly at: Date;
}

const COLUMNS = `stream_id AS "streamId", version, tx, position, id, type, schema_version AS "schemaVersion", data, metadata, at`;

type Row = RecordedEvent & { readonly schemaVersion: number };

/** Events outside any aggregate: one stream in either direction, or all of them in the order of their commits. */
export class EventLog {
  constructor(
    private readonly pool: Pool | ClientBase,
    private readonly upcasters: Upcasters = {},
  ) {}

  /** The log as a transaction sees it. */
  within(client: ClientBase): EventLog {
    return new EventLog(client, this.upcasters);
  }

  /** Oldest first from a version on, or newest first up to one; all of them without a limit. */
  async stream(
    id: string,
    { from, backward = false, limit }: { from?: number; backward?: boolean; limit?: number } = {},
  ): Promise<RecordedEvent[]> {
    const { rows } = await this.pool.query<Row>({
      name: `event_stream_${backward}`,
      text: `SELECT ${COLUMNS} FROM events WHERE stream_id = $1 AND version ${backward ? '<=' : '>='} $2
        ORDER BY version ${backward ? 'DESC' : ''} LIMIT $3`,
      values: [id, from ?? (backward ? 2_147_483_647 : 1), limit ?? null],
    });
    return rows.map((row) => this.newest(row));
  }

  /** All events of several streams, one stream after the other, oldest first. */
  async streams(ids: readonly string[]): Promise<RecordedEvent[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'event_streams',
      text: `SELECT ${COLUMNS} FROM events WHERE stream_id = ANY($1) ORDER BY stream_id, version`,
      values: [ids],
    });
    return rows.map((row) => this.newest(row));
  }

  /**
   * What was committed behind a position, each event exactly once and none skipped: events of transactions that may still see
   * an older one commit are left for later. One statement, one snapshot.
   */
  async after({ tx, position }: LogPosition, limit: number): Promise<RecordedEvent[]> {
    const { rows } = await this.pool.query<Row>({
      name: 'event_log_after',
      text: `SELECT ${COLUMNS} FROM events
        WHERE (tx, position) > ($1, $2)
          AND tx < pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT before FROM event_epoch)
        ORDER BY tx, position LIMIT $3`,
      values: [tx, position, limit],
    });
    return rows.map((row) => this.newest(row));
  }

  private newest(row: Row): RecordedEvent {
    // Field by field: a rest of ten fields would cost as much as all else.
    const { streamId, version, tx, position, id, type, metadata, at } = row;
    const data = upcast(this.upcasters, type, row.schemaVersion, row.data);
    return { streamId, version, tx, position, id, type, data, metadata, at };
  }
}

/** Whether one position is before another. */
export function isBefore(one: LogPosition, other: LogPosition): boolean {
  return one.tx < other.tx || (one.tx === other.tx && one.position < other.position);
}
