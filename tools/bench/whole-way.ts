import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '@waybill/shop';
import { type LoadReport, cpuPerOrder, round, runLoad } from '../load/run.js';
import { BareLoop } from './bare-loop.js';
import { perOrder, rowCounts } from './placing.js';
import type { Samples } from './samples.js';
import type { Bench } from './setup.js';

/** Orders per second for the latency measurement: so few that no order waits for another. */
const TRICKLE = 20;

export interface WholeWayOptions {
  readonly seconds: number;
  /** Orders per second of the flood. */
  readonly rate: number;
}

/** Measures the platform and then the bare loop on the same servers: maximum throughput, a constant rate, and a low rate. */
export async function wholeWayFigures(
  { brokers, note }: Bench,
  platform: Platform,
  samples: Samples,
  { seconds, rate }: WholeWayOptions,
): Promise<void> {
  const bare = new BareLoop();
  // The low load first: vacuum and checkpoints continue for a while after a high load.
  const slow = await runLoad(platform, brokers, { seconds: 20, rate: TRICKLE, toTheEnd: true });
  note(
    `whole way, ${TRICKLE}/s: place to CONFIRMED p50`,
    `${slow.confirmMs.p50} ms (p95 ${slow.confirmMs.p95} ms)`,
    slow,
  );
  const before = await rowCounts(platform);
  const sustained = await runLoad(platform, brokers, { seconds, clients: 400, toTheEnd: true });
  const middle = await rowCounts(platform);
  note(`whole way, 400 clients for ${seconds} s`, describe(sustained), sustained);
  note('  rows per order', rows(perOrder(before, middle, sustained.confirmed)));
  const flood = await runLoad(platform, brokers, { seconds, rate, toTheEnd: true });
  note(`whole way, ${rate}/s for ${seconds} s`, describe(flood), flood);
  // The services stop, so that both sides have the machine to themselves.
  await platform.stop();
  await bare.start(platform, brokers, samples);
  await bare.run(5, { clients: 100 });
  const bareSlow = await bare.run(20, { rate: TRICKLE });
  note(
    `bare loop, ${TRICKLE}/s: place to CONFIRMED p50`,
    `${bareSlow.confirmMs.p50} ms (p95 ${bareSlow.confirmMs.p95} ms)`,
    bareSlow,
  );
  const beforeBare = await rowCounts(platform);
  const bareFast = await bare.run(seconds, { clients: 600 });
  await sleep(3_000);
  const afterBare = await rowCounts(platform);
  note(
    `bare loop, 600 at once for ${seconds} s`,
    `${bareFast.confirmedPerSecond}/s, backlog ${bareFast.backlogSeconds} s`,
    bareFast,
  );
  note('  rows per order', rows(perOrder(beforeBare, afterBare, bareFast.orders)));
  await bare.stop();
  note(
    'whole way / bare loop',
    `${round(sustained.sustainedPerSecond / bareFast.confirmedPerSecond)} x (bar 0.4)`,
  );
  note(
    `p50 at ${TRICKLE}/s / bare loop`,
    `${round(slow.confirmMs.p50 / bareSlow.confirmMs.p50)} x (bar 1.7)`,
  );
}

export function describe(report: LoadReport): string {
  const { sustainedPerSecond, backlogSeconds, confirmMs, errors } = report;
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return `${sustainedPerSecond} CONFIRMED/s, backlog ${backlogSeconds} s, p50 ${confirmMs.p50} ms, p99 ${confirmMs.p99} ms, ${cpuPerOrder(report)} ms CPU per order, ${failed} errors`;
}

function rows(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([table, count]) => `${table} ${count}`)
    .join(', ');
}
