import type { Platform } from '@waybill/shop';
import { systemTimers, sleep } from '@waybill/kernel';
import pg from 'pg';
import { cpuSeconds, transferredBytes } from '../load/cpu.js';

/** Costs per minute of a platform without orders. */
export interface IdleCosts {
  /** CPU time of the services, Postgres and Kafka, without this process. */
  readonly cpuMs: number;
  readonly walKb: number;
  /** Traffic of all connections to Kafka, in both directions. */
  readonly kafkaKb: number;
  readonly transactions: number;
}

/** After this time all work of the last orders is done. */
const SETTLE_MS = 10_000;

/** Measures the costs of an idle platform. */
export async function idleCosts(platform: Platform, seconds: number): Promise<IdleCosts> {
  const client = new pg.Client({ connectionString: platform.databases.order });
  await client.connect();
  try {
    await sleep(systemTimers, SETTLE_MS);
    const before = await counters(client, platform);
    const start = performance.now();
    await sleep(systemTimers, seconds * 1_000);
    const after = await counters(client, platform);
    const minutes = (performance.now() - start) / 60_000;
    const perMinute = (name: keyof IdleCosts) => (after[name] - before[name]) / minutes;
    return {
      cpuMs: perMinute('cpuMs'),
      walKb: perMinute('walKb'),
      kafkaKb: perMinute('kafkaKb'),
      transactions: perMinute('transactions'),
    };
  } finally {
    await client.end();
  }
}

/** The values since the start of each counter. */
async function counters(client: pg.Client, { processes }: Platform): Promise<IdleCosts> {
  const { rows } = await client.query<{ wal: string; transactions: string }>(
    `SELECT pg_current_wal_insert_lsn() - '0/0' AS wal, (SELECT sum(xact_commit + xact_rollback) FROM pg_stat_database) AS transactions`,
  );
  const cpu = cpuSeconds(new Map([...processes].map(([name, { pid }]) => [pid, name])));
  cpu.delete('client');
  return {
    cpuMs: [...cpu.values()].reduce((sum, seconds) => sum + seconds * 1_000, 0),
    walKb: Number(rows[0]!.wal) / 1_000,
    kafkaKb: transferredBytes('java') / 1_000,
    transactions: Number(rows[0]!.transactions),
  };
}
