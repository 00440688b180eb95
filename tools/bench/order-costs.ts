import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sleep, systemTimers } from '@waybill/kernel';
import type { Platform } from '@waybill/shop';
import pg from 'pg';
import { type RowCounts, perOrder, rowCounts } from './placing.js';

/** What all services write for one order from placement to delivery. */
export interface OrderCosts {
  readonly walKb: number;
  /** Size in the topic logs, without replicas, indexes and consumer offsets. */
  readonly kafkaKb: number;
  readonly transactions: number;
  /** Rows inserted, updated and deleted. */
  readonly rowWrites: number;
  /** `rowWrites` by service and table: `order.events`. */
  readonly byTable: Readonly<Record<string, number>>;
}

/** After this time all work after a delivery is done, and idle connections have reported their statistics (10 s). */
const SETTLE_MS = 11_000;

/** Measures the costs per order of a load. `place` resolves with the number of orders when all are delivered. */
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

/** The values since the start of each counter. */
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
