import type { Pool } from 'pg';
import type { LogEntry } from '../saga.js';
import { stepOf } from '../log.js';
import { ALARMING_ATTEMPT, ASLEEP_AFTER_MS, type SagaStore, type StuckSaga } from '../saga-store.js';

/** The table `sagas`. Every statement uses the index on `wake_at`, which contains all sagas with a command in flight. */
export function postgresSagaStore(pool: Pool): SagaStore {
  return {
    async due({ withinMs, limit }) {
      type Found = { readonly id: string; readonly tenant: string; readonly waitMs: number };
      const { rows } = await pool.query<Found>({ ...DUE, values: [withinMs, limit] });
      return rows.map(({ waitMs, ...row }) => ({ row, waitMs }));
    },
    async stuck(limit) {
      const values = [ALARMING_ATTEMPT, ASLEEP_AFTER_MS, limit];
      type Found = Omit<StuckSaga, 'last'> & { readonly last: LogEntry | null };
      const { rows } = await pool.query<Found>({ ...STUCK, values });
      return rows.map(({ last, ...saga }) => ({ ...saga, last: last ? stepOf(last) : undefined }));
    },
    async countOverdue() {
      return (await pool.query<{ count: number }>(OVERDUE)).rows[0]!.count;
    },
    async countAlarming() {
      const { rows } = await pool.query<{ count: number }>({ ...ALARMING, values: [ALARMING_ATTEMPT] });
      return rows[0]!.count;
    },
  };
}

const DUE = {
  name: 'sagas_due',
  text: `SELECT id, tenant, extract(epoch FROM wake_at - now())::float8 * 1000 AS "waitMs" FROM sagas
    WHERE wake_at <= now() + $1 * interval '1 ms' ORDER BY wake_at, id LIMIT $2`,
};

const STUCK = {
  name: 'sagas_stuck',
  text: `SELECT id, name, tenant, attempt, deadline, log -> -1 AS last,
      CASE WHEN attempt >= $1 THEN 'unanswered' ELSE 'asleep' END AS why
    FROM sagas
    WHERE wake_at IS NOT NULL
      AND (attempt >= $1 OR wake_at < now() - $2 * interval '1 ms' AND deadline < now())
    ORDER BY wake_at, id LIMIT $3`,
};

const OVERDUE = {
  name: 'sagas_overdue',
  // `wake_at` is never after the deadline and has the index.
  text: `SELECT count(*)::int AS count FROM sagas WHERE wake_at < now() AND deadline < now()`,
};

const ALARMING = {
  name: 'sagas_alarming',
  text: `SELECT count(*)::int AS count FROM sagas WHERE wake_at IS NOT NULL AND attempt >= $1`,
};
