// A relay in a separate process, for proofs that kill and pause it.
import { systemTimers } from '@waybill/kernel';
import { KafkaBroker, type KafkaLibrary } from '@waybill/messaging';
import {
  type Hold,
  Leases,
  type OutboxMessage,
  type Publisher,
  Relay,
  postgresLeaseStore,
  postgresOutboxStore,
} from '@waybill/outbox';
import pg from 'pg';

/** Settings of the process from its environment. */
export interface RelayWorker {
  readonly DATABASE_URL: string;
  readonly KAFKA_BROKERS: string;
  readonly KAFKA_CLIENT?: KafkaLibrary;
  readonly LEASE_MS: string;
  /** `after-ack`: kills itself when its first batch is acknowledged and not yet moved. */
  readonly DIE?: 'after-ack' | undefined;
  /** `delete-first`: deletes rows before it sends them. `no-lease`: publishes all shards without leases. */
  readonly NAIVE?: 'delete-first' | 'no-lease' | undefined;
}

const {
  DATABASE_URL,
  KAFKA_BROKERS,
  KAFKA_CLIENT = 'kafkajs',
  LEASE_MS,
  DIE,
  NAIVE,
} = process.env as unknown as RelayWorker;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 4 });
pool.on('error', () => undefined);
const { publisher } = new KafkaBroker({
  kafkaClient: KAFKA_CLIENT,
  brokers: KAFKA_BROKERS,
  clientId: `relay-${process.pid}`,
});

class NoLeases extends Leases {
  /** It looks as often as one of three relays. One that is alone looks every five seconds, and the looks would seldom meet. */
  override members = 3;

  override async hold(): Promise<readonly Hold[]> {
    const { rows } = await pool.query<Hold>(`SELECT shard, token FROM leases WHERE name = 'outbox'`);
    return rows;
  }

  override remainingMs(): number {
    return Number(LEASE_MS);
  }
}

const dying: Publisher = {
  async publish(rows, timeoutMs) {
    if (NAIVE === 'delete-first') process.kill(process.pid, 'SIGKILL');
    const positions = await publisher.publish(rows, timeoutMs);
    if (DIE) process.kill(process.pid, 'SIGKILL');
    return positions;
  },
};

if (NAIVE === 'delete-first') {
  for (;;) {
    const { rows } = await pool.query<OutboxMessage>(`DELETE FROM outbox RETURNING *`);
    if (rows.length > 0) await dying.publish(rows, 10_000);
  }
}
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
new Relay({
  store: postgresOutboxStore(pool),
  leases: new (NAIVE === 'no-lease' ? NoLeases : Leases)({
    store: postgresLeaseStore(pool),
    name: 'outbox',
    owner: `worker-${process.pid}`,
    ttlMs: Number(LEASE_MS),
    now: () => performance.now(),
  }),
  publisher: dying,
  timers: systemTimers,
  random: Math.random,
  onError: (error) => console.error(error),
}).start();
