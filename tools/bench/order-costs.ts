import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sleep, systemTimers } from '@waybill/kernel';
import type { Platform } from '@waybill/shop';
import pg from 'pg';
import { type RowCounts, perOrder, rowCounts } from './placing.js';

/** What an order writes from its placing to its delivery, in all services. */
export interface OrderCosts {
  readonly walKb: number;
  /** In the logs of the topics, without replicas, indexes and the offsets of consumer groups. */
  readonly kafkaKb: number;
  readonly transactions: number;
  /** Rows inserted, updated and deleted. */
  readonly rowWrites: number;
  /** The same by service and table: `order.events`. */
  readonly byTable: Readonly<Record<string, number>>;
}

/** Mails, moves in the outbox and views that follow a delivery are done after this, and idle connections have reported their counts (10 s). */
const SETTLE_MS = 11_000;

/** Counts what the orders of a load cost. `place` resolves with their number when all are delivered. */
export async function orderCosts(
  platform: Platform,
  kafkaFolder: string,
  place: () => Promise<number>,
): Promise<OrderCosts> {
  const client = new pg.Client({ connectionString: platform.databases.order });
  await client.connect();
  try {
    await sleep(systemTimers, SETTLE_MS);
    const before = await counters(client, platform, kafkaFolder);
    const orders = await place();
    await sleep(systemTimers, SETTLE_MS);
    const after = await counters(client, platform, kafkaFolder);
    const byTable = perOrder(before.rows, after.rows, orders);
    return {
      walKb: (after.walKb - before.walKb) / orders,
      kafkaKb: (after.kafkaKb - before.kafkaKb) / orders,
      transactions: (after.transactions - before.transactions) / orders,
      rowWrites: Object.values(byTable).reduce((sum, rows) => sum + rows, 0),
      byTable,
    };
  } finally {
    await client.end();
  }
}

interface Counters {
  readonly walKb: number;
  readonly kafkaKb: number;
  readonly transactions: number;
  readonly rows: RowCounts;
}

/** Everything since its own beginning. */
async function counters(client: pg.Client, platform: Platform, kafkaFolder: string): Promise<Counters> {
  const { rows } = await client.query<{ wal: string; transactions: string }>(
    `SELECT pg_current_wal_insert_lsn() - '0/0' AS wal, (SELECT sum(xact_commit) FROM pg_stat_database) AS transactions`,
  );
  return {
    walKb: Number(rows[0]!.wal) / 1_000,
    kafkaKb: bytesOfTopics(kafkaFolder) / 1_000,
    transactions: Number(rows[0]!.transactions),
    rows: await rowCounts(platform),
  };
}

function bytesOfTopics(folder: string): number {
  const partitions = readdirSync(folder).filter((name) => /-\d+$/.test(name) && !name.startsWith('__'));
  const segments = partitions.flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.log'))
      .map((file) => join(folder, name, file)),
  );
  return segments.reduce((sum, file) => sum + statSync(file).size, 0);
}
