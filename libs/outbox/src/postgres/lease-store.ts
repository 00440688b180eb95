import type { Pool } from 'pg';
import type { Hold, LeaseStore, Renewal } from '../lease-store.js';

/**
 * Leases in the table `leases`. Row `<name>/<owner>` is the owner's heartbeat: to renew is to update this one row. Rows `<name>` with a
 * shard name its owner, which holds the shard while its heartbeat exists. An expired heartbeat is deleted before its owner's shards are
 * taken, so a late renewal finds that it holds nothing any more.
 *
 * Earlier releases have no heartbeats. They may run beside this one, and take a shard when its own row has expired. So this row is written
 * too, for `SHARD_TERM` at a time. Earlier releases write `<name>/<owner>` before each renewal of their shards, which serves as a
 * heartbeat.
 */
export function postgresLeaseStore(pool: Pool): LeaseStore {
  return {
    async renew({ name, owner, ttlMs }) {
      return (await pool.query<Renewal>({ ...RENEW, values: [name, owner, ttlMs] })).rows[0]!;
    },
    async take({ name, owner, share }) {
      await pool.query({ ...END, values: [name] });
      return (await pool.query<Hold>({ ...TAKE, values: [name, owner, share] })).rows;
    },
    async release({ name, owner }) {
      await pool.query({ ...RELEASE, values: [name, owner] });
    },
  };
}

/** How long earlier releases leave a shard alone after its owner was killed. Many times longer than any term. */
const SHARD_TERM = `interval '5 minutes'`;

const RENEW = {
  name: 'leases_renew',
  text: `WITH renewed AS (
      UPDATE leases SET expires_at = now() + $3 * interval '1 ms'
      WHERE name = $1 || '/' || $2 AND shard = 0 AND expires_at > now() RETURNING owner),
    begun AS (
      INSERT INTO leases (name, shard, owner, token, expires_at)
      SELECT $1 || '/' || $2, 0, $2, 0, now() + $3 * interval '1 ms' WHERE NOT EXISTS (SELECT FROM renewed)
      ON CONFLICT (name, shard) DO UPDATE SET expires_at = excluded.expires_at, owner = excluded.owner),
    lost AS (
      UPDATE leases SET owner = NULL, expires_at = now()
      WHERE name = $1 AND owner = $2 AND NOT EXISTS (SELECT FROM renewed)),
    extended AS (
      UPDATE leases SET expires_at = now() + ${SHARD_TERM}
      WHERE name = $1 AND owner = $2 AND expires_at < now() + ${SHARD_TERM} / 2 AND EXISTS (SELECT FROM renewed)),
    others AS (
      SELECT owner FROM leases
      WHERE starts_with(name, $1 || '/') AND name <> $1 || '/' || $2 AND expires_at > now())
    SELECT (SELECT count(*)::int + 1 FROM others) AS members,
      coalesce(json_agg(json_build_object('shard', l.shard, 'token', l.token) ORDER BY l.shard) FILTER (WHERE r.owner = l.owner), '[]') AS holds,
      count(*) FILTER (WHERE coalesce(r.owner <> l.owner, true) AND (l.owner IS NULL OR l.expires_at <= now()
        OR l.owner NOT IN (SELECT owner FROM others)))::int AS free
    FROM leases l LEFT JOIN renewed r ON true WHERE l.name = $1`,
};

const END = {
  name: 'leases_end',
  text: `DELETE FROM leases WHERE name IN (
      SELECT name FROM leases WHERE starts_with(name, $1 || '/') AND expires_at <= now() FOR UPDATE SKIP LOCKED)`,
};

/**
 * A shard without a heartbeat is taken only if it is unchanged since it was read: its owner may have returned, or another may have taken
 * it.
 */
const TAKE = {
  name: 'leases_take',
  text: `WITH abandoned AS (
      SELECT shard, token, expires_at FROM leases l WHERE name = $1 AND owner IS NOT NULL
        AND NOT EXISTS (SELECT FROM leases h WHERE h.name = $1 || '/' || l.owner)),
    wanted AS (
      SELECT name, shard, owner IS NOT DISTINCT FROM $2 AND expires_at > now() AS mine FROM leases
      WHERE name = $1 AND (owner = $2 OR expires_at <= now() OR (shard, token, expires_at) IN (SELECT * FROM abandoned))
      ORDER BY mine DESC, shard LIMIT $3 FOR UPDATE SKIP LOCKED),
    given AS (
      UPDATE leases l SET owner = NULL, expires_at = now()
      WHERE l.name = $1 AND l.owner = $2 AND l.shard NOT IN (SELECT shard FROM wanted))
    UPDATE leases l SET owner = $2, expires_at = now() + ${SHARD_TERM},
      token = CASE WHEN w.mine THEN l.token ELSE l.token + 1 END
    FROM wanted w WHERE l.name = w.name AND l.shard = w.shard RETURNING l.shard, l.token`,
};

const RELEASE = {
  name: 'leases_release',
  text: `WITH ended AS (DELETE FROM leases WHERE name = $1 || '/' || $2)
    UPDATE leases SET owner = NULL, expires_at = now() WHERE name = $1 AND owner = $2`,
};
