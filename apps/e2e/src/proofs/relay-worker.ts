// A relay in a process of its own, for proofs that kill and pause it.
import { systemTimers } from '@waybill/kernel';
import { KafkaBroker } from '@waybill/messaging';
import { Leases, type OutboxMessage, type Publisher, Relay } from '@waybill/outbox';
import pg from 'pg';

/** What the process is told by its environment. */
export interface RelayWorker {
  readonly DATABASE_URL: string;
  readonly KAFKA_BROKERS: string;
  readonly LEASE_MS: string;
  /** `after-ack`: it dies when its first batch is acknowledged and not yet moved. */
  readonly DIE?: 'after-ack' | undefined;
  /** `delete-first`: the naive relay, which takes rows out of the table and then sends them. */
  readonly NAIVE?: 'delete-first' | undefined;
}

const { DATABASE_URL, KAFKA_BROKERS, LEASE_MS, DIE, NAIVE } = process.env as unknown as RelayWorker;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4 });
pool.on('error', () => undefined);
const { publisher } = new KafkaBroker({ brokers: KAFKA_BROKERS, clientId: `relay-${process.pid}` });

const dying: Publisher = {
  async publish(rows, timeoutMs) {
    if (NAIVE) process.kill(process.pid, 'SIGKILL');
    const positions = await publisher.publish(rows, timeoutMs);
    if (DIE) process.kill(process.pid, 'SIGKILL');
    return positions;
  },
};

if (NAIVE) {
  for (;;) {
    const { rows } = await pool.query<OutboxMessage>(`DELETE FROM outbox RETURNING *`);
    if (rows.length > 0) await dying.publish(rows, 10_000);
  }
}
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
new Relay({
  pool,
  leases: new Leases(pool, 'outbox', `worker-${process.pid}`, Number(LEASE_MS), () => performance.now()),
  publisher: dying,
  timers: systemTimers,
  random: Math.random,
  onError: (error) => console.error(error),
}).start();
