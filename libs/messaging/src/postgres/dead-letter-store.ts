import type { Pool } from 'pg';
import type { DeadLetterStore, ParkedKeyRow } from '../dead-letter-store.js';

/** The tables `dead_letters` and `parked_keys`. */
export function postgresDeadLetterStore(pool: Pool): DeadLetterStore {
  return {
    async parkedKeys() {
      return (await pool.query<ParkedKeyRow>(PARKED)).rows;
    },
    async line({ consumer, topic, key }, limit) {
      const { rows } = await pool.query<{ id: string }>({ ...LINE, values: [consumer, topic, key, limit] });
      return rows.map(({ id }) => id);
    },
    async oldestOpen() {
      const { rows } = await pool.query<{ oldest: Date | null }>(OLDEST);
      return rows[0]?.oldest ?? undefined;
    },
  };
}

const PARKED = {
  name: 'dead_letters_parked',
  text: `SELECT consumer, topic, key, waiting, since FROM parked_keys ORDER BY since, consumer, topic, key`,
};

const LINE = {
  name: 'dead_letters_line',
  text: `SELECT id FROM dead_letters WHERE consumer = $1 AND topic = $2 AND key = $3 AND status = 'open'
      AND place IS NOT NULL ORDER BY place LIMIT $4`,
};

const OLDEST = {
  name: 'dead_letters_oldest',
  text: `SELECT min(first_at) AS oldest FROM dead_letters WHERE status = 'open'`,
};
