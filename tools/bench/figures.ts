import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Platform } from '@waybill/shop';
import { residentMiB } from '../load/cpu.js';
import { orderBody, runLoad, stockUp, WORLD_INSIDE } from '../load/run.js';
import { bloatFigures } from './bloat.js';
import { dbosFigures } from './dbos.js';
import { eventStoreFigures } from './event-store.js';
import { figureOptions } from './figures-options.js';
import { growthFigures } from './growth.js';
import { idlePosts } from './idle-posts.js';
import { messagingFigures } from './messaging.js';
import { millionFigures } from './million.js';
import { outageFigures } from './outage.js';
import { placingFigures } from './placing-figures.js';
import { durability } from './placing.js';
import { readSamples } from './samples.js';
import { type Bench, setUp } from './setup.js';
import { streamFigures } from './streams.js';
import { describe, wholeWayFigures } from './whole-way.js';

/** Measures the wanted figures one after the other and prints them as rows of a table. */
export async function printFigures(): Promise<void> {
  const options = figureOptions();
  const results: string[] = [];
  const figures: Record<string, unknown> = {};
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const bench = await setUp((name, value, raw) => {
    results.push(`| ${name} | ${value} |`);
    figures[name] = raw ?? value;
    say(`${name}: ${value}`);
  }, say);
  const { stack, note, start } = bench;
  await refuseWithoutDurability(bench);
  const { wants } = options;
  if (wants('messaging')) await messagingFigures(stack, note);
  if (wants('bloat')) await bloatFigures(stack, note, options.outboxSeconds);
  if (wants('events')) await eventStoreFigures(stack, note);
  if (wants('million'))
    await millionFigures((suffix) => start({ order: { OUTBOX_RELAY: 'off' } }, suffix, ['order']), note);
  if (wants('growth')) await growthFigures(bench);
  if (wants('streams')) await streamFigures(bench);
  if (wants('dbos')) await dbosFigures(bench, options.seconds);
  if (options.needsPlatform) {
    const platform = await start(WORLD_INSIDE, '_bench');
    await stockUp(platform);
    say('Warming up');
    // About as many orders as the warm-up of the bare loop, so that code is compiled, as in production.
    await runLoad(platform, bench.brokers, { seconds: 20, clients: 100, toTheEnd: true });
    const samples = await readSamples(platform, bench.brokers, await oneOrder(platform));
    if (wants('idle-post')) {
      const ms = await idlePosts(platform, 60);
      note('one POST, idle, p50', `${ms.p50} ms (p95 ${ms.p95} ms)`, ms);
    }
    if (wants('whole')) await wholeWayFigures(bench, platform, samples, options);
    await platform.stop();
    if (wants('placing')) await placingFigures(bench, samples);
    if (wants('outage')) await outageFigures(bench, options.rate / 2);
    if (wants('real')) await realFigures(bench);
    if (wants('memory')) await memoryFigures(bench, options.idle);
  }
  await stack.stop();
  console.log(results.join('\n'));
  if (options.json) writeFileSync(options.json, `${JSON.stringify(figures, null, 2)}\n`);
}

async function refuseWithoutDurability({ stack, note }: Bench): Promise<void> {
  const settings = await durability(stack.databaseUrl);
  const text = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  note('Postgres', text.join(' '), settings);
  if (Object.values(settings).some((value) => value !== 'on')) throw new Error('these settings void the run');
}

async function realFigures({ start, brokers, note }: Bench): Promise<void> {
  const platform = await start({}, '_real');
  await stockUp(platform);
  await runLoad(platform, brokers, { seconds: 10, clients: 20, toTheEnd: false });
  const real = await runLoad(platform, brokers, { seconds: 30, clients: 100, toTheEnd: true });
  note('whole way, real gateway, carrier and mails, 100 clients', describe(real), real);
  await platform.stop();
}

async function memoryFigures({ start, brokers, note }: Bench, idleSeconds: number): Promise<void> {
  const platform = await start({}, '_idle');
  await stockUp(platform);
  await runLoad(platform, brokers, { seconds: 10, clients: 20, toTheEnd: true });
  await sleep(idleSeconds * 1_000);
  const resident = Object.fromEntries(
    [...platform.processes].map(([name, { pid }]) => [name, Math.round(residentMiB(pid))]),
  );
  const text = Object.entries(resident).map(([name, mib]) => `${name} ${mib}`);
  note(`resident MiB after ${idleSeconds} s idle`, text.join(', '), resident);
  await platform.stop();
}

/** Places an order, waits for its delivery, and returns its id. */
async function oneOrder(platform: Platform): Promise<string> {
  const api = await platform.api('order', { sub: 'sample', name: 'Sample', email: 'sample@example.com' });
  const headers = { 'idempotency-key': 'sample' };
  const { id } = await api.post<{ id: string }>('/v1/orders', orderBody(1), headers);
  for (;;) {
    const { status } = await api.get<{ status: string }>(`/v1/orders/${id}`);
    if (status === 'DELIVERED') return id;
    await sleep(100);
  }
}
