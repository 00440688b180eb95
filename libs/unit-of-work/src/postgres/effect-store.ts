import type { Pool } from 'pg';
import type { EffectStore } from '../effect-store.js';
import type { Effect } from '../tables.js';

/** The table `effects`. */
export function postgresEffectStore(pool: Pool): EffectStore {
  return {
    async due({ withinMs, shards, without, limit }) {
      const values = [withinMs, shards, without, limit];
      const { rows } = await pool.query<Effect & { waitMs: number }>({ ...DUE, values });
      return rows.map(({ waitMs, ...effect }) => ({ effect, waitMs }));
    },
  };
}

const DUE = {
  name: 'effects_due',
  text: `SELECT id, shard, kind, key, payload, context, attempt, due_at AS "dueAt",
      extract(epoch FROM due_at - now())::float8 * 1000 AS "waitMs" FROM effects
    WHERE due_at <= now() + $1 * interval '1 ms' AND shard = ANY($2::smallint[]) AND id <> ALL($3::text[])
    ORDER BY due_at, id LIMIT $4`,
};
