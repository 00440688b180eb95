import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SERVICES } from '@waybill/contracts';
import { type Environment, type Platform, type ServiceName, startPlatform } from '@waybill/shop';
import { ROOT, type Say, startStack, token } from '@waybill/testing';
import { BareLoop } from './bench/bare-loop.js';
import { bloatFigures } from './bench/bloat.js';
import { eventStoreFigures } from './bench/event-store.js';
import { messagingFigures } from './bench/messaging.js';
import { millionFigures } from './bench/million.js';
import { outage } from './bench/outage.js';
import { durability, perOrder, pgbench, placeOnly, rowCounts } from './bench/placing.js';
import { readSamples } from './bench/samples.js';
import { LoadClient } from './load/client.js';
import { residentMiB } from './load/cpu.js';
import {
  type LoadReport,
  listProducts,
  orderBody,
  percentiles,
  round,
  runLoad,
  stockUp,
  WORLD_INSIDE,
} from './load/run.js';

const { values } = parseArgs({
  options: {
    /** Length of the sustained runs. */
    seconds: { type: 'string', default: '60' },
    /** Orders per second of the flood. */
    rate: { type: 'string', default: '200' },
    /** Seconds without any work before the memory is read. */
    idle: { type: 'string', default: '300' },
    only: { type: 'string', multiple: true },
    /** Length of the run that lets the outbox grow. */
    'outbox-seconds': { type: 'string', default: '120' },
    json: { type: 'string' },
  },
});
/** Orders per second at which latency is looked at: few enough that none waits for another. */
const TRICKLE = 20;
const wanted = (name: string): boolean => values.only === undefined || values.only.includes(name);
const say: Say = (line) => void process.stderr.write(`${line}\n`);
const results: [name: string, value: string][] = [];
const figures: Record<string, unknown> = {};
const note = (name: string, value: string, raw?: unknown): void => {
  results.push([name, value]);
  figures[name] = raw ?? value;
  say(`${name}: ${value}`);
};

say('Building');
execFileSync('npx', ['nx', 'run-many', '-t', 'build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
const stack = await startStack({ say });
const brokers = stack.kafkaBrokers;
if (!brokers) throw new Error(stack.kafkaMissing ?? 'the bench needs Kafka');
const start = (
  environments: Partial<Record<string, Environment>>,
  suffix: string,
  services: readonly ServiceName[] = SERVICES,
): Promise<Platform> =>
  startPlatform({
    stack,
    services,
    say,
    fromDist: true,
    suffix,
    environment: { LOG_LEVEL: 'warn', NODE_ENV: 'production' },
    environments,
  });

const settings = await durability(stack.databaseUrl);
note(
  'Postgres',
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .join(' '),
  settings,
);
if (Object.values(settings).some((value) => value !== 'on')) throw new Error('these settings void the run');

if (wanted('messaging')) await messagingFigures(stack, note);
// Only when asked for: they take minutes.
if (values.only?.includes('bloat')) await bloatFigures(stack, note, Number(values['outbox-seconds']));
if (values.only?.includes('events')) await eventStoreFigures(stack, note);
if (values.only?.includes('million'))
  await millionFigures((suffix) => start({ order: { OUTBOX_RELAY: 'off' } }, suffix, ['order']), note);
if (values.only?.every((name) => ['messaging', 'bloat', 'events', 'million'].includes(name))) {
  await stack.stop();
  print();
}

let platform = await start(WORLD_INSIDE, '_bench');
await stockUp(platform);
say('Warming up');
// As many orders as the bare loop has made before it is looked at: compiled code is what runs in production.
await runLoad(platform, brokers, { seconds: 20, clients: 100, toTheEnd: true });
const sampleOrder = await oneOrder(platform);
const samples = await readSamples(platform, brokers, sampleOrder);

if (wanted('idle-post')) {
  const ms = await idlePosts(platform);
  note('one POST, idle, p50', `${ms.p50} ms (p95 ${ms.p95} ms)`, ms);
}
if (wanted('whole')) await wholeWay(platform);
await platform.stop();

if (wanted('placing')) await placing();
if (wanted('outage')) await brokerAway();
if (wanted('real')) {
  platform = await start({}, '_real');
  await stockUp(platform);
  await runLoad(platform, brokers, { seconds: 10, clients: 20, toTheEnd: false });
  const real = await runLoad(platform, brokers, { seconds: 30, clients: 100, toTheEnd: true });
  note('whole way, real gateway, carrier and mails, 100 clients', describe(real), real);
  await platform.stop();
}
if (wanted('memory')) {
  platform = await start({}, '_idle');
  await stockUp(platform);
  await runLoad(platform, brokers, { seconds: 10, clients: 20, toTheEnd: true });
  await pause(Number(values.idle) * 1_000);
  const resident = Object.fromEntries(
    [...platform.processes].map(([name, { pid }]) => [name, Math.round(residentMiB(pid))]),
  );
  const text = Object.entries(resident)
    .map(([name, mib]) => `${name} ${mib}`)
    .join(', ');
  note(`resident MiB after ${values.idle} s idle`, text, resident);
  await platform.stop();
}
await stack.stop();

print();

function print(): never {
  console.log(results.map(([name, value]) => `| ${name} | ${value} |`).join('\n'));
  if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, null, 2)}\n`);
  process.exit(0);
}

/** The platform and the bare loop in turns on the same stack: as fast as they go, sustained at a rate, and at a trickle. */
async function wholeWay(running: Platform): Promise<void> {
  const seconds = Number(values.seconds);
  const bare = new BareLoop();
  // The trickle first: what a flood leaves behind is vacuumed and flushed for a while.
  const slow = await runLoad(running, brokers!, { seconds: 20, rate: TRICKLE, toTheEnd: true });
  note(
    `whole way, ${TRICKLE}/s: place to CONFIRMED p50`,
    `${slow.confirmMs.p50} ms (p95 ${slow.confirmMs.p95} ms)`,
    slow,
  );
  const before = await rowCounts(running);
  const sustained = await runLoad(running, brokers!, { seconds, clients: 400, toTheEnd: true });
  const middle = await rowCounts(running);
  note(`whole way, 400 clients for ${seconds} s`, describe(sustained), sustained);
  note('  rows per order', rows(perOrder(before, middle, sustained.confirmed)));
  const rate = Number(values.rate);
  const flood = await runLoad(running, brokers!, { seconds, rate, toTheEnd: true });
  note(`whole way, ${rate}/s for ${seconds} s`, describe(flood), flood);
  // The services stop, so that both sides have the machine to themselves.
  await running.stop();
  await bare.start(running, brokers!, samples);
  await bare.run(5, { clients: 100 });
  const bareSlow = await bare.run(20, { rate: TRICKLE });
  note(
    `bare loop, ${TRICKLE}/s: place to CONFIRMED p50`,
    `${bareSlow.confirmMs.p50} ms (p95 ${bareSlow.confirmMs.p95} ms)`,
    bareSlow,
  );
  const beforeBare = await rowCounts(running);
  const bareFast = await bare.run(seconds, { clients: 600 });
  await pause(3_000);
  const afterBare = await rowCounts(running);
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

/** Placing alone and pgbench in turns, so that a machine that drifts slows both. */
async function placing(): Promise<void> {
  const running = await start({ order: { OUTBOX_RELAY: 'off' } }, '_place');
  for (const name of ['inventory', 'payment', 'shipping', 'notification', 'sandbox'])
    await running.processes.get(name)?.stop();
  await listProducts(running);
  await placeOnly(running, 5, 100);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let turn = 0; turn < 3; turn++) {
    const { perSecond, failed, ms } = await placeOnly(running, 10, 100);
    ours.push(perSecond);
    note(
      `placing, 100 clients, turn ${turn + 1}`,
      `${perSecond}/s, p50 ${ms.p50} ms, p99 ${ms.p99} ms, ${failed} failed`,
    );
    const peer = await pgbench(running, samples, 10, 15);
    if (peer !== undefined) theirs.push(peer);
    note(`pgbench, 15 connections, turn ${turn + 1}`, peer === undefined ? 'not installed' : `${peer}/s`);
  }
  if (theirs.length > 0) note('placing / pgbench', `${round(median(ours) / median(theirs))} x (bar 1.0)`);
  await running.stop();
}

/** The broker away for a minute at half the sustained rate. */
async function brokerAway(): Promise<void> {
  const running = await start(WORLD_INSIDE, '_outage');
  await stockUp(running);
  await runLoad(running, brokers!, { seconds: 10, clients: 20, toTheEnd: true });
  const rate = Number(values.rate) / 2;
  const seconds = 60;
  const found = await outage(running, stack, { rate, seconds });
  const failed = Object.values(found.errors).reduce((sum, count) => sum + count, 0);
  note(
    `broker away for ${seconds} s at ${rate}/s`,
    `${found.placed} orders taken, ${failed} refused, p99 ${found.placeMs.p99} ms; backlog gone ${found.drainedAfterSeconds} s after its return (bar ${seconds})`,
    found,
  );
  await running.stop();
}

async function oneOrder(running: Platform): Promise<string> {
  const api = await running.api('order', { sub: 'sample', name: 'Sample', email: 'sample@example.com' });
  const headers = { 'idempotency-key': 'sample' };
  const { id } = await api.post<{ id: string }>('/v1/orders', orderBody(1), headers);
  for (;;) {
    const { status } = await api.get<{ status: string }>(`/v1/orders/${id}`);
    if (status === 'DELIVERED') return id;
    await pause(100);
  }
}

async function idlePosts(running: Platform) {
  const bearer = await token({ sub: 'load-customer', name: 'Load', email: 'load@example.com' });
  const client = new LoadClient(running.urls.order, bearer, 1);
  const ms: number[] = [];
  for (let n = 0; n < 60; n++) {
    // Everything that the last one set in motion is over: this one finds the services idle.
    await pause(400);
    const sent = performance.now();
    await client.place(orderBody(n), `idle-${process.pid}-${n}`);
    ms.push(performance.now() - sent);
  }
  client.close();
  return percentiles(ms.slice(10));
}

function describe({
  sustainedPerSecond,
  backlogSeconds,
  confirmMs,
  cpuMsPerOrder,
  errors,
}: LoadReport): string {
  const cpu = round(Object.values(cpuMsPerOrder).reduce((sum, ms) => sum + ms, 0));
  const failed = Object.values(errors).reduce((sum, count) => sum + count, 0);
  return `${sustainedPerSecond} CONFIRMED/s, backlog ${backlogSeconds} s, p50 ${confirmMs.p50} ms, p99 ${confirmMs.p99} ms, ${cpu} ms CPU per order, ${failed} errors`;
}

function rows(counts: Record<string, number>): string {
  return Object.entries(counts)
    .map(([table, count]) => `${table} ${count}`)
    .join(', ');
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
