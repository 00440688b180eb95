import type { PendingReaction } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { type ReactionQueue, nameOf } from '../reactions/reaction-queue.js';

/** The table `reactions`. */
export function postgresReactionQueue(pool: Pool): ReactionQueue {
  return {
    async next({ shards, consumers, without, limit }) {
      const values = [shards, consumers, without.map(nameOf), limit];
      return (await pool.query<PendingReaction>({ ...NEXT, values })).rows;
    },
    async remove(rows) {
      await pool.query({ ...REMOVE, values: [rows.map(({ position }) => position)] });
    },
  };
}

const NEXT = {
  name: 'reactions_next',
  text: `SELECT position, id, consumer, shard, key, type, version, time, correlation_id AS "correlationId",
      causation_id AS "causationId", user_id AS "userId", tenant, traceparent, aggregate_type AS "aggregateType",
      aggregate_version AS "aggregateVersion", body FROM reactions
    WHERE shard = ANY($1::smallint[]) AND consumer = ANY($2::text[]) AND consumer || ' ' || key <> ALL($3::text[])
    ORDER BY position LIMIT $4`,
};

/** Does not wait for a flush: if a crash of the server restores a row, its claim shows that it was handled. */
const REMOVE = {
  name: 'reactions_remove',
  text: `WITH unflushed AS (SELECT set_config('synchronous_commit', 'off', true))
    DELETE FROM reactions USING unflushed WHERE position = ANY($1::bigint[])`,
};
