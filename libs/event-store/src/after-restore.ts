import type { Client, PoolClient } from 'pg';

/** What was done about a restored store. */
export interface Restored {
  /** False: the server's numbers are beyond those of all events, and nothing had to be done. */
  readonly needed: boolean;
  /** Offset that is added to the server's transaction numbers from now on. */
  readonly before: number;
  /** Number of events appended since the restore, which now come after the restored ones. */
  readonly moved: number;
}

interface Numbers {
  readonly newest: string;
  readonly position: string;
  readonly next: string;
  readonly before: string;
}

/**
 * A restored dump may contain events with higher transaction numbers than a newer server assigns. Readers would wait for these
 * numbers, and new events would come before old ones. This adds an offset, so that new numbers start after those of the
 * events. Runs as the owner in one transaction, in which `record` writes down what was done; appends wait for it. Safe to repeat.
 */
export async function afterRestore(
  owner: Client | PoolClient,
  record: (done: Restored) => Promise<void>,
): Promise<Restored> {
  await owner.query('BEGIN');
  try {
    await owner.query('LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE');
    const done = await begin(owner);
    if (done.needed) await record(done);
    await owner.query('COMMIT');
    return done;
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}

async function begin(owner: Client | PoolClient): Promise<Restored> {
  const { rows } = await owner.query<Numbers>(`
    SELECT coalesce(last.tx, 0)::text AS newest, coalesce(last.position, 0)::text AS position,
      event_tx()::text AS next, epoch.before::text AS before
    FROM event_epoch epoch LEFT JOIN (SELECT tx, position FROM events ORDER BY tx DESC, position DESC LIMIT 1) last ON true`);
  const [newest, position, next, before] = numbersOf(rows[0]!);
  if (newest < next) return { needed: false, before, moved: 0 };
  // They came later than the newest restored one, by a server that did not know of it.
  const { rowCount } = await owner.query(
    `UPDATE events SET tx = tx + ($1::bigint - $2::bigint) WHERE position > $3 AND tx <= $4`,
    [newest, before, position, next],
  );
  await owner.query(`
    UPDATE event_epoch SET before = ${newest};
    CREATE OR REPLACE FUNCTION event_tx() RETURNS bigint LANGUAGE sql STABLE
      AS 'SELECT pg_current_xact_id()::text::bigint + ${newest}'`);
  return { needed: true, before: newest, moved: rowCount ?? 0 };
}

function numbersOf({ newest, position, next, before }: Numbers): [number, number, number, number] {
  return [Number(newest), Number(position), Number(next), Number(before)];
}
