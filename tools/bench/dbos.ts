import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { freshDatabase } from '@waybill/testing';
import { stockUp, WORLD_INSIDE, cpuPerOrder, percentiles, round, runLoad } from '../load/run.js';
import { cpuSeconds } from '../load/cpu.js';
import { cachedPackages } from '../cached-packages.js';

import type { Bench } from './setup.js';

const PACKAGES = ['@dbos-inc/dbos-sdk@5.3.0', 'pg@8.23.1'];
const CLIENTS = { platform: 400, dbos: 100 };
const TRICKLE = 20;

interface DbosReport {
  readonly orders: number;
  readonly seconds: number;
  readonly ms: readonly number[];
}

/**
 * Orders on DBOS Transact (https://docs.dbos.dev) with a workflow of four steps, before and after those of the platform, on the same
 * Postgres. DBOS gets its orders without HTTP, and has neither other services nor mails nor events for readers outside.
 */
export async function dbosFigures(bench: Bench, seconds: number): Promise<void> {
  const { start, brokers, note, say } = bench;
  const first = await runDbos(bench, seconds);
  const platform = await start(WORLD_INSIDE, '_peer');
  await stockUp(platform);
  say('Warming up');
  await runLoad(platform, brokers, { seconds: 20, clients: 100, toTheEnd: true });
  const slow = await runLoad(platform, brokers, { seconds: 20, rate: TRICKLE, toTheEnd: true });
  const fast = await runLoad(platform, brokers, { seconds, clients: CLIENTS.platform, toTheEnd: true });
  await platform.stop();
  const second = await runDbos(bench, seconds);
  const mean = (of: (run: typeof first) => number): number => (of(first) + of(second)) / 2;
  const perSecond = mean((run) => run.perSecond);
  const p50 = mean((run) => run.p50);
  note('orders/s', `${fast.sustainedPerSecond} (${cpuPerOrder(fast)} ms CPU each)`);
  note(
    'orders/s, DBOS Transact, before and after',
    `${first.perSecond} and ${second.perSecond} (${first.cpuMs} and ${second.cpuMs} ms CPU each)`,
  );
  note('orders/s / DBOS Transact', `${round(fast.sustainedPerSecond / perSecond)} x (bar 2)`);
  note(`place to CONFIRMED at ${TRICKLE}/s, p50`, `${slow.confirmMs.p50} ms`);
  note(`the same, DBOS Transact, before and after`, `${first.p50} and ${second.p50} ms`);
  note(`p50 at ${TRICKLE}/s / DBOS Transact`, `${round(slow.confirmMs.p50 / p50)} x (bar 1)`);
}

async function runDbos({ stack, say }: Bench, seconds: number) {
  const folder = installed();
  const [application, system] = await Promise.all(
    ['orders', 'dbos'].map((name) => freshDatabase(stack.databaseUrl, name)),
  );
  const child = spawn(process.execPath, [join(folder, 'worker.mjs'), application!.url, system!.url], {
    cwd: folder,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error('DBOS ended; see its output above');
    return JSON.parse(value as string);
  };
  const load = async (wanted: object): Promise<DbosReport> => {
    child.stdin.write(`${JSON.stringify(wanted)}\n`);
    return (await answer()) as DbosReport;
  };
  try {
    await answer();
    say('DBOS Transact: warming up');
    await load({ seconds: 20, clients: CLIENTS.dbos });
    const slow = await load({ seconds: 20, rate: TRICKLE });
    const before = cpuOf(child);
    const fast = await load({ seconds, clients: CLIENTS.dbos });
    const cpuMs = round(((cpuOf(child) - before) * 1_000) / fast.orders);
    return { perSecond: round(fast.orders / fast.seconds), p50: percentiles(slow.ms).p50, cpuMs };
  } finally {
    child.stdin.end();
    await new Promise((resolve) => child.once('exit', resolve));
  }
}

/** CPU seconds of DBOS and Postgres. */
function cpuOf({ pid }: ChildProcess): number {
  const all = cpuSeconds(new Map([[pid!, 'dbos']]));
  return (all.get('dbos') ?? 0) + (all.get('postgres') ?? 0);
}

/** A folder with the packages and the worker. */
function installed(): string {
  const folder = cachedPackages(...PACKAGES);
  copyFileSync(new URL('dbos/worker.mjs', import.meta.url), join(folder, 'worker.mjs'));
  return folder;
}
