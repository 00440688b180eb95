import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '@waybill/shop';
import type { Stack } from '@waybill/testing';
import pg from 'pg';
import { type LoadReport, round, runLoad, stockUp, WORLD_INSIDE } from '../load/run.js';
import type { Bench } from './setup.js';

interface Outage extends Pick<LoadReport, 'placed' | 'errors' | 'placeMs'> {
  /** Time from the broker's restart until the backlog is smaller than the orders of a second. */
  readonly drainedAfterSeconds: number;
}

/** Measures an outage: the broker is down for a minute while orders arrive at this rate. */
export async function outageFigures({ start, stack, brokers, note }: Bench, rate: number): Promise<void> {
  const platform = await start(WORLD_INSIDE, '_outage');
  await stockUp(platform);
  await runLoad(platform, brokers, { seconds: 10, clients: 20, toTheEnd: true });
  const seconds = 60;
  const found = await outage(platform, stack, { rate, seconds });
  const failed = Object.values(found.errors).reduce((sum, count) => sum + count, 0);
  note(
    `broker away for ${seconds} s at ${rate}/s`,
    `${found.placed} orders taken, ${failed} refused, p99 ${found.placeMs.p99} ms; backlog gone ${found.drainedAfterSeconds} s after its return (bar ${seconds})`,
    found,
  );
  await platform.stop();
}

/** Places orders at a constant rate before, during and after an outage of the broker. */
async function outage(
  platform: Platform,
  { kafka, kafkaBrokers }: Stack,
  { rate, seconds }: { readonly rate: number; readonly seconds: number },
): Promise<Outage> {
  if (!kafka || !kafkaBrokers) throw new Error('an outage needs a Kafka of our own to kill');
  const before = 10;
  const load = runLoad(platform, kafkaBrokers, { seconds: before + 2 * seconds, rate, toTheEnd: false });
  const database = new pg.Client({ connectionString: platform.databases.order });
  await database.connect();
  const undecided = async (): Promise<number> => {
    const { rows } = await database.query(
      `SELECT count(*)::int AS count FROM order_summaries WHERE status IN ('PENDING', 'RESERVED', 'AUTHORIZED')`,
    );
    return rows[0].count as number;
  };
  await sleep(before * 1_000);
  await kafka.kill();
  await sleep(seconds * 1_000);
  await kafka.restart();
  const back = performance.now();
  while ((await undecided()) > rate && performance.now() < back + 4 * seconds * 1_000) await sleep(250);
  const drainedAfterSeconds = round((performance.now() - back) / 1_000);
  await database.end();
  const { placed, errors, placeMs } = await load;
  return { placed, errors, placeMs, drainedAfterSeconds };
}
