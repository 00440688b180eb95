import type { Depths } from '@waybill/observability';
import type { Pool } from 'pg';
import { ERASE } from '../erasure/erasure.js';

/** Queue depths of a service, in one statement. */
export async function readDepths(pool: Pool, slot: string): Promise<Depths> {
  const { rows } = await pool.query<Depths>(
    `
    SELECT o.pending AS "outboxPending", o.oldest AS "outboxOldestSeconds",
      e.pending AS "effectsPending", e.oldest AS "effectsOldestSeconds",
      r.pending AS "reactionsPending", r.oldest AS "reactionsOldestSeconds", d.open AS "deadLettersOpen",
      p.parked AS "parkedKeys",
      (SELECT count(*)::int FROM effects WHERE kind = $2 AND attempt > 1) AS "erasuresFailing",
      coalesce((SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::float FROM pg_replication_slots
        WHERE slot_name = $1), 0) AS "outboxSlotBytes"
    FROM (SELECT count(*)::int pending, coalesce(extract(epoch FROM now() - min(time)), 0)::float oldest FROM outbox) o,
      (SELECT count(*)::int pending, coalesce(extract(epoch FROM now() - min(due_at)), 0)::float oldest
        FROM effects WHERE due_at <= now()) e,
      (SELECT count(*)::int pending, coalesce(extract(epoch FROM now() - min(time)), 0)::float oldest FROM reactions) r,
      (SELECT count(*)::int open FROM dead_letters WHERE status = 'open') d,
      (SELECT count(*)::int parked FROM parked_keys) p`,
    [slot, ERASE],
  );
  return rows[0]!;
}
