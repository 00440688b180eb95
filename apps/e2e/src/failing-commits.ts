import type { MemoryBroker } from '@waybill/messaging';
import type { OutboxMessage } from '@waybill/outbox';
import { eventually, overrideSession } from '@waybill/testing';
import type { Changes, Database, Session } from '@waybill/unit-of-work';
import pg from 'pg';
import { PATIENCE } from './shop.js';

/** Makes the commits of one customer's placements fail, and counts the failures. */
export class FailingCommits {
  deadlocks = 0;
  lostConnections = 0;
  private victim: string | undefined;
  private beforeCommit: (changes: readonly Changes[]) => Promise<void> = () => Promise.resolve();

  /** From now on commits of this customer's placements fail: the first by a deadlock, later ones by a lost connection. */
  fail(customerId: string, beforeCommit = this.beforeCommit): void {
    Object.assign(this, { deadlocks: 0, lostConnections: 0, victim: customerId, beforeCommit });
  }

  repair(): void {
    this.victim = undefined;
  }

  /** `ownerUrl` is a function, because the database is created after the wrapper. */
  readonly wrap =
    (ownerUrl: () => string) =>
    (database: Database): Database =>
      overrideSession(database, (session) => ({ commit: this.failing(session, ownerUrl) }));

  private failing(session: Session, ownerUrl: () => string): Session['commit'] {
    return async (changes, unclaim) => {
      const save = () => session.commit(changes, unclaim);
      if (!this.places(changes)) return save();
      await this.beforeCommit(changes);
      if (this.deadlocks === 0) return this.deadlock(ownerUrl(), save);
      return this.loseConnection(ownerUrl(), save);
    };
  }

  private places(changes: readonly Changes[]): boolean {
    const orders = changes.find(({ rowType }) => rowType.table === 'order_summaries')?.inserts ?? [];
    return orders.some((row) => (row as { customerId: string }).customerId === this.victim);
  }

  /** Causes a real deadlock: another transaction holds a lock that the save needs, and waits for one that the placement holds. */
  private async deadlock(ownerUrl: string, save: () => Promise<unknown>): Promise<undefined> {
    return withClient(ownerUrl, async (other) => {
      // Postgres aborts the transaction whose deadlock_timeout ends first: that must be the placement.
      await other.query(`SET deadlock_timeout = '1min'`);
      await other.query('BEGIN');
      await other.query('LOCK TABLE events IN SHARE MODE');
      const waits = other.query('LOCK TABLE inbox IN SHARE MODE');
      try {
        await withClient(ownerUrl, (observer) => eventually(() => isWaiting(observer), PATIENCE));
        await save();
        return undefined;
      } catch (error) {
        if ((error as { code?: string }).code === '40P01') this.deadlocks++;
        throw error;
      } finally {
        await waits;
        await other.query('ROLLBACK');
      }
    });
  }

  private async loseConnection(ownerUrl: string, save: () => Promise<unknown>): Promise<undefined> {
    this.lostConnections += await withClient(ownerUrl, killPlacement);
    await save();
    return undefined;
  }
}

/** A naive service that publishes inside its transaction: messages are sent before the order is committed. */
export function publishAhead(broker: MemoryBroker): (changes: readonly Changes[]) => Promise<void> {
  return async (changes) => {
    const rows = changes.find(({ rowType }) => rowType.table === 'outbox')?.inserts ?? [];
    await broker.publisher.publish(rows as readonly OutboxMessage[], 1_000);
  };
}

async function isWaiting(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT FROM pg_locks WHERE relation = 'inbox'::regclass AND NOT granted
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  if (!rowCount) throw new Error('the other transaction does not wait yet');
}

/** Ends the connection of the placement. The batch runner has one transaction at a time, so the open one is the placement's. */
async function killPlacement(client: pg.Client): Promise<number> {
  const { rowCount } = await client.query(
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'waybill-order' AND state = 'idle in transaction'`,
  );
  return rowCount ?? 0;
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
