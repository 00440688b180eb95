import type { ClientBase } from 'pg';
import type { OutboxMessage } from '../outbox-message.js';
import type { OutboxStore, RefusedKey } from '../outbox-store.js';

/** The tables `outbox`, `outbox_sent` and `outbox_parked`. */
export function postgresOutboxStore(pool: Pick<ClientBase, 'query'>): OutboxStore {
  return {
    async oldest({ shards, limit, without }) {
      return (await pool.query<OutboxMessage>({ ...OLDEST, values: [shards, limit, without] })).rows;
    },
    async ofKey({ shards, limit, key }) {
      return (await pool.query<OutboxMessage>({ ...OF_KEY, values: [shards, limit, key] })).rows;
    },
    async move(sent, holds) {
      const { rowCount } = await pool.query({
        ...MOVE,
        values: [
          sent.map(({ message }) => message.position),
          sent.map(({ position }) => position.partition),
          sent.map(({ position }) => position.offset),
          holds.map(({ shard }) => shard),
          holds.map(({ token }) => token),
        ],
      });
      return rowCount ?? 0;
    },
    async dueKeys(shards) {
      const { rows } = await pool.query<{ key: string }>({ ...DUE, values: [shards] });
      return rows.map(({ key }) => key);
    },
    async park({ key, shard, position, id, type, topic }, tries, error) {
      const reason = error instanceof Error ? error.message : String(error);
      await pool.query({ ...PARK, values: [key, shard, position, id, type, topic, tries, reason] });
    },
    async release(keys) {
      await pool.query({ ...RELEASE, values: [keys] });
    },
    async parkedKeys() {
      return (await pool.query<RefusedKey>(PARKED)).rows;
    },
    async retry(key) {
      return (await pool.query({ ...RETRY, values: [key] })).rowCount === 1;
    },
  };
}

const COLUMNS = `position, shard, topic, key, id, type, version, source, time, correlation_id AS "correlationId",
  causation_id AS "causationId", user_id AS "userId", tenant, traceparent, aggregate_type AS "aggregateType",
  aggregate_version AS "aggregateVersion", body`;

const OLDEST = {
  name: 'outbox_oldest',
  text: `SELECT ${COLUMNS} FROM outbox
    WHERE shard = ANY($1::smallint[]) AND position <> ALL ($3::bigint[])
      AND key <> ALL (ARRAY(SELECT key FROM outbox_parked)) ORDER BY position LIMIT $2`,
};

const OF_KEY = {
  name: 'outbox_of_key',
  text: `SELECT ${COLUMNS} FROM outbox WHERE shard = ANY($1::smallint[]) AND key = $3 ORDER BY position LIMIT $2`,
};

/**
 * The token prevents a relay that has lost its lease from deleting rows of the new owner. It does not wait for a flush: a server that
 * crashes loses the last moves, and those messages are sent once more, in order.
 */
const MOVE = {
  name: 'outbox_move',
  text: `WITH unflushed AS (SELECT set_config('synchronous_commit', 'off', true)), sent AS (
      DELETE FROM outbox o USING unflushed, unnest($1::bigint[], $2::int[], $3::bigint[]) AS s (position, partition, "offset")
      WHERE o.position = s.position AND o.shard = ANY (ARRAY(
        SELECT l.shard FROM unnest($4::smallint[], $5::bigint[]) AS h (shard, token)
        JOIN leases l ON l.name = 'outbox' AND l.shard = h.shard AND l.token = h.token))
      RETURNING o.id, o.topic, o.key, s.partition, s."offset")
    INSERT INTO outbox_sent (day, id, topic, key, partition, "offset")
    SELECT (now() AT TIME ZONE 'UTC')::date, id, topic, key, partition, "offset" FROM sent ON CONFLICT DO NOTHING`,
};

const DUE = {
  name: 'outbox_due',
  text: 'SELECT key FROM outbox_parked WHERE shard = ANY($1::smallint[]) AND retry_at <= now() ORDER BY retry_at, key LIMIT 100',
};

const PARK = {
  name: 'outbox_park',
  text: `INSERT INTO outbox_parked AS p (key, shard, position, id, type, topic, tries, error, parked_at, retry_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now(), now() + interval '30 seconds')
    ON CONFLICT (key) DO UPDATE SET position = excluded.position, id = excluded.id, type = excluded.type,
      topic = excluded.topic, tries = p.tries + 1, error = excluded.error,
      retry_at = now() + least(interval '30 seconds' * power(2, least(p.tries - 4, 10)), interval '1 hour')`,
};

const RELEASE = { name: 'outbox_release', text: 'DELETE FROM outbox_parked WHERE key = ANY($1::text[])' };

const PARKED = {
  name: 'outbox_parked_keys',
  text: `SELECT key, id AS "messageId", type, topic, tries, error, parked_at AS "parkedAt", retry_at AS "retryAt"
    FROM outbox_parked ORDER BY parked_at, key LIMIT 100`,
};

const RETRY = { name: 'outbox_retry', text: 'UPDATE outbox_parked SET retry_at = now() WHERE key = $1' };
