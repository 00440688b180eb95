import type { Pool } from 'pg';
import type { Hold, LeaseStore } from '../lease-store.js';

/** Leases as rows. A row is locked only to take or renew it, never while its holder works. */
export function postgresLeaseStore(pool: Pool): LeaseStore {
  return {
    async join({ name, owner, ttlMs }) {
      const { rows } = await pool.query<{ members: number }>({ ...JOIN, values: [name, owner, ttlMs] });
      return rows[0]?.members ?? 1;
    },
    async take({ name, owner, ttlMs, share }) {
      return (await pool.query<Hold>({ ...TAKE, values: [name, owner, ttlMs, share] })).rows;
    },
    async release({ name, owner }) {
      await pool.query({ ...RELEASE, values: [name, owner] });
    },
  };
}

const JOIN = {
  name: 'leases_join',
  text: `WITH me AS (
      INSERT INTO leases (name, shard, owner, token, expires_at)
      VALUES ($1 || '/' || $2, 0, $2, 0, now() + $3 * interval '1 ms')
      ON CONFLICT (name, shard) DO UPDATE SET expires_at = excluded.expires_at, owner = excluded.owner),
    gone AS (DELETE FROM leases WHERE starts_with(name, $1 || '/') AND expires_at < now() - interval '1 minute')
    SELECT count(*)::int + 1 AS members FROM leases
    WHERE starts_with(name, $1 || '/') AND name <> $1 || '/' || $2 AND expires_at > now()`,
};

const TAKE = {
  name: 'leases_take',
  text: `WITH wanted AS (
      SELECT name, shard, owner IS NOT DISTINCT FROM $2 AND expires_at > now() AS mine FROM leases
      WHERE name = $1 AND (owner = $2 OR expires_at <= now())
      ORDER BY mine DESC, shard LIMIT $4 FOR UPDATE SKIP LOCKED),
    given AS (
      UPDATE leases l SET owner = NULL, expires_at = now()
      WHERE l.name = $1 AND l.owner = $2 AND l.shard NOT IN (SELECT shard FROM wanted))
    UPDATE leases l SET owner = $2, expires_at = now() + $3 * interval '1 ms',
      token = CASE WHEN w.mine THEN l.token ELSE l.token + 1 END
    FROM wanted w WHERE l.name = w.name AND l.shard = w.shard RETURNING l.shard, l.token`,
};

const RELEASE = {
  name: 'leases_release',
  text: `UPDATE leases SET owner = NULL, expires_at = now() WHERE owner = $2 AND name IN ($1, $1 || '/' || $2)`,
};
