import { listProducts, round } from '../load/run.js';
import { median } from './against/statistics.js';
import { pgbench, placeOnly } from './placing.js';
import type { Samples } from './samples.js';
import type { Bench } from './setup.js';

/** Measures placements alone and pgbench in turns, so that a change of the machine's speed affects both. */
export async function placingFigures({ start, note }: Bench, samples: Samples): Promise<void> {
  const platform = await start({ order: { OUTBOX_RELAY: 'off' } }, '_place');
  for (const name of ['inventory', 'payment', 'shipping', 'notification', 'sandbox'])
    await platform.processes.get(name)?.stop();
  await listProducts(platform);
  await placeOnly(platform, 5, 100);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const { perSecond, failed, ms } = await placeOnly(platform, 10, 100);
    ours.push(perSecond);
    note(
      `placing, 100 clients, turn ${turn + 1}`,
      `${perSecond}/s, p50 ${ms.p50} ms, p99 ${ms.p99} ms, ${failed} failed`,
    );
    const peer = await pgbench(platform, samples, 10, 15);
    if (peer !== undefined) theirs.push(peer);
    note(`pgbench, 15 connections, turn ${turn + 1}`, peer === undefined ? 'not installed' : `${peer}/s`);
  }
  if (theirs.length > 0) note('placing / pgbench', `${round(median(ours) / median(theirs))} x (bar 1.0)`);
  await platform.stop();
}
