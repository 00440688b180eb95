import type { Pool } from 'pg';
import { SHARDS } from './shards.js';

export interface Hold {
  readonly shard: number;
  readonly token: number;
}

/**
 * Shards shared fairly among the living instances of a service. A lease is a row: owner, token and expiry by the database's
 * clock. The row lock is held only to take or renew it, never while its holder works, and every write of the holder carries
 * the token, so that one who was paused past the expiry changes nothing.
 */
export class Leases {
  /** What this instance may work on until `until`, which is by its own clock and on the safe side. */
  private held: readonly Hold[] = [];
  private until = 0;
  private renewing: Promise<void> | undefined;
  /** Living instances at the last renewal. */
  members = 1;

  constructor(
    private readonly pool: Pool,
    private readonly name: string,
    private readonly owner: string,
    private readonly ttlMs: number,
    private readonly now: () => number,
  ) {}

  /** The shards held now; renews when a third of the term is over. Call it between two pieces of work, never during one. */
  async hold(): Promise<readonly Hold[]> {
    if (this.until - this.now() < (this.ttlMs * 2) / 3) {
      // One at a time: two would skip each other's locked rows and so give up what they hold.
      this.renewing ??= this.renew().finally(() => (this.renewing = undefined));
      await this.renewing;
    }
    return this.held;
  }

  /** How long the leases still last: no send may outlive this. */
  remainingMs(): number {
    return this.until - this.now();
  }

  async release(): Promise<void> {
    this.held = [];
    this.until = 0;
    await this.pool.query(
      `UPDATE leases SET owner = NULL, expires_at = now() WHERE owner = $2 AND name IN ($1, $1 || '/' || $2)`,
      [this.name, this.owner],
    );
  }

  private async renew(): Promise<void> {
    const start = this.now();
    const { rows: present } = await this.pool.query<{ members: number }>(
      `WITH me AS (
         INSERT INTO leases (name, shard, owner, token, expires_at)
         VALUES ($1 || '/' || $2, 0, $2, 0, now() + $3 * interval '1 ms')
         ON CONFLICT (name, shard) DO UPDATE SET expires_at = excluded.expires_at, owner = excluded.owner),
       gone AS (DELETE FROM leases WHERE starts_with(name, $1 || '/') AND expires_at < now() - interval '1 minute')
       SELECT count(*)::int + 1 AS members FROM leases
       WHERE starts_with(name, $1 || '/') AND name <> $1 || '/' || $2 AND expires_at > now()`,
      [this.name, this.owner, this.ttlMs],
    );
    this.members = present[0]?.members ?? 1;
    const share = Math.ceil(SHARDS / this.members);
    const { rows } = await this.pool.query<Hold>(
      `WITH wanted AS (
         SELECT name, shard, owner IS NOT DISTINCT FROM $2 AND expires_at > now() AS mine FROM leases
         WHERE name = $1 AND (owner = $2 OR expires_at <= now())
         ORDER BY mine DESC, shard LIMIT $4 FOR UPDATE SKIP LOCKED),
       given AS (
         UPDATE leases l SET owner = NULL, expires_at = now()
         WHERE l.name = $1 AND l.owner = $2 AND l.shard NOT IN (SELECT shard FROM wanted))
       UPDATE leases l SET owner = $2, expires_at = now() + $3 * interval '1 ms',
         token = CASE WHEN w.mine THEN l.token ELSE l.token + 1 END
       FROM wanted w WHERE l.name = w.name AND l.shard = w.shard RETURNING l.shard, l.token`,
      [this.name, this.owner, this.ttlMs, share],
    );
    this.held = rows;
    this.until = start + this.ttlMs;
  }
}
