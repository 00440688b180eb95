import { KafkaBroker } from '@waybill/messaging';
import { unitOfWorkPool } from '@waybill/platform';
import { type Stack, TEST_DATABASE_URL, eventually, postgresWorld, uniqueName } from '@waybill/testing';
import type { Note } from './messaging.js';
import { relayOf, writeRows } from './outbox-rows.js';

/** 300 orders per second, with ten messages of the order service each until DELIVERED. */
const MESSAGES_PER_SECOND = 3_000;
/** Transactions per second; each is a batch of handlers. */
const COMMITS = 100;
const MIB = 1024 ** 2;

/** Measures the size of the outbox's table and index while messages are written and moved at the rate of 300 orders per second. */
export async function bloatFigures(stack: Stack, note: Note, seconds: number): Promise<void> {
  process.env[TEST_DATABASE_URL] = stack.databaseUrl;
  const world = await postgresWorld('bench');
  const pool = unitOfWorkPool(world.service.url, 'bench');
  const broker = new KafkaBroker({ brokers: stack.kafkaBrokers!, clientId: 'bench' });
  const topic = uniqueName('bench');
  await broker.ensureTopics([{ name: topic, partitions: 6, retentionMs: 3_600_000 }]);
  let sent = 0;
  const relay = relayOf(pool, broker, (messages) => (sent += messages));
  const sizeOf = async (): Promise<number> => {
    const { rows } = await world.pool.query<{ size: number }>(
      `SELECT pg_total_relation_size('outbox')::float AS size`,
    );
    return Math.round(rows[0]!.size / MIB);
  };
  const sizes: number[] = [];
  let written = 0;
  try {
    relay.start();
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1_000;
    const total = seconds * MESSAGES_PER_SECOND;
    while (written < total) {
      const due = Math.min(total, Math.floor(elapsed() * COMMITS) * (MESSAGES_PER_SECOND / COMMITS));
      const commits: Promise<void>[] = [];
      for (; written < due; written += MESSAGES_PER_SECOND / COMMITS)
        commits.push(writeRows(pool, topic, written, written + MESSAGES_PER_SECOND / COMMITS));
      await Promise.all(commits);
      relay.committed();
      if (sizes.length < elapsed()) sizes.push(await sizeOf());
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const took = elapsed();
    await eventually(
      () => {
        if (sent < total) throw new Error(`${sent} of ${total} messages are sent`);
      },
      { within: 60_000 },
    );
    const { rows } = await world.pool.query<{ vacuums: number }>(
      `SELECT autovacuum_count::int AS vacuums FROM pg_stat_user_tables WHERE relname = 'outbox'`,
    );
    note(
      `outbox after ${Math.round(took)} s at ${Math.round(total / took)} messages/s`,
      `${await sizeOf()} MiB, at most ${Math.max(...sizes)} MiB, ${rows[0]!.vacuums} vacuums (bar 64 MiB)`,
      sizes,
    );
  } finally {
    await relay.stop();
    await broker.close();
    await pool.end();
    await world.close();
  }
}
