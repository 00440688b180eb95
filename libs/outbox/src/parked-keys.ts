import type { Pool } from 'pg';
import type { OutboxMessage } from './outbox-message.js';

/**
 * Keys whose oldest message the broker refuses while it takes others. They stand in a table, so that every instance leaves
 * them out, also after a restart; each is tried again after half a minute, then twice as long each time, up to an hour, or when
 * somebody asks for it. Their messages stay in the outbox, in order.
 */
export class ParkedKeys {
  constructor(private readonly pool: Pool) {}

  /** Those of the shards that should be tried again. */
  async due(shards: readonly number[]): Promise<string[]> {
    const { rows } = await this.pool.query<{ key: string }>({ ...DUE, values: [shards] });
    return rows.map(({ key }) => key);
  }

  async park({ key, shard, position, id, type, topic }: OutboxMessage, tries: number, error: unknown) {
    const reason = error instanceof Error ? error.message : String(error);
    await this.pool.query({ ...PARK, values: [key, shard, position, id, type, topic, tries, reason] });
  }

  /** Their messages go with all others again. */
  async release(keys: readonly string[]): Promise<void> {
    await this.pool.query('DELETE FROM outbox_parked WHERE key = ANY($1::text[])', [keys]);
  }
}

/** What the admin sees of it. */
export async function parkedKeys(pool: Pool): Promise<object[]> {
  const { rows } = await pool.query<object>(
    `SELECT key, id AS "messageId", type, topic, tries, error, parked_at AS "parkedAt", retry_at AS "retryAt"
     FROM outbox_parked ORDER BY parked_at, key LIMIT 100`,
  );
  return rows;
}

/** Has a parked key tried at once; false if it is not parked. */
export async function retryParkedKey(pool: Pool, key: string): Promise<boolean> {
  const { rowCount } = await pool.query('UPDATE outbox_parked SET retry_at = now() WHERE key = $1', [key]);
  return rowCount === 1;
}

const DUE = {
  name: 'outbox_due',
  text: 'SELECT key FROM outbox_parked WHERE shard = ANY($1::smallint[]) AND retry_at <= now() LIMIT 100',
};

const PARK = {
  name: 'outbox_park',
  text: `INSERT INTO outbox_parked AS p (key, shard, position, id, type, topic, tries, error, parked_at, retry_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, now(), now() + interval '30 seconds')
    ON CONFLICT (key) DO UPDATE SET position = excluded.position, id = excluded.id, type = excluded.type,
      topic = excluded.topic, tries = p.tries + 1, error = excluded.error,
      retry_at = now() + least(interval '30 seconds' * power(2, least(p.tries - 4, 10)), interval '1 hour')`,
};
