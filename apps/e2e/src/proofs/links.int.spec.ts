import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import {
  Api,
  type Stack,
  type ToxicLink,
  type Toxic,
  type Toxiproxy,
  eventually,
  freePort,
  startEmbeddedKafka,
  startToxiproxy,
  testDatabaseUrl,
} from '@waybill/testing';
import { auditedClean } from '../audit.js';
import { type OwnPlatform, startOwnPlatform } from '../own-platform.js';
import { type Customer, PATIENCE, Shop, customerOf } from '../shop.js';

const FULL = process.env['WAYBILL_PROOFS'] === 'full';
const PHASE_MS = FULL ? 30_000 : 2_500;
const PER_SECOND = 5;
const DEADLINE_MS = FULL ? 15_000 : 3_000;
/** Timers of a busy machine are late. A request without a deadline takes as long as its bytes: more than a minute here. */
const LATE_MS = 5_000;

interface Phase {
  readonly link: 'postgres' | 'kafka';
  readonly toxic?: Toxic;
}

const LATENCY: Toxic = { type: 'latency', attributes: { latency: 300 }, stream: 'downstream' };
const SLICER: Toxic = { type: 'slicer', attributes: { average_size: 3, size_variation: 1, delay: 10 } };
const RESETS: Toxic = { type: 'reset_peer', attributes: { timeout: 0 }, toxicity: 0.5 };
/** Takes bytes and passes none on. */
const BLACK_HOLE: Toxic = { type: 'timeout', attributes: { timeout: 0 } };
const kilobytes = (rate: number): Toxic => ({ type: 'bandwidth', attributes: { rate } });

const PHASES: readonly Phase[] = [
  { link: 'postgres' },
  { link: 'postgres', toxic: LATENCY },
  { link: 'postgres', toxic: kilobytes(20) },
  { link: 'postgres', toxic: SLICER },
  { link: 'postgres', toxic: RESETS },
  { link: 'postgres', toxic: BLACK_HOLE },
  { link: 'postgres', toxic: { type: 'limit_data', attributes: { bytes: 5_000 } } },
  { link: 'kafka', toxic: LATENCY },
  { link: 'kafka', toxic: kilobytes(5) },
  { link: 'kafka', toxic: RESETS },
  { link: 'kafka', toxic: BLACK_HOLE },
  { link: 'kafka', toxic: SLICER },
];

jest.setTimeout(900_000);

/** Proof 21: the links to Postgres and Kafka are slowed, cut and reset under a flow of orders. */
describe(`in ${PHASES.length} phases of a bad link, ${PER_SECOND} orders a second`, () => {
  const customer: Customer = customerOf('main-street');
  const placed: string[] = [];
  const wrong: unknown[] = [];
  const seen = new Map<number, number>();
  let longest = 0;
  let toxiproxy: Toxiproxy;
  let links: Readonly<Record<Phase['link'], ToxicLink>>;
  let platform: OwnPlatform;
  let shop: Shop;
  let sku: string;

  const timed = async (request: Request): Promise<Response> => {
    const started = performance.now();
    const response = await fetch(request);
    longest = Math.max(longest, performance.now() - started);
    seen.set(response.status, (seen.get(response.status) ?? 0) + 1);
    return response;
  };
  /** Repeats the request with its key until it is accepted, as a client has to. */
  const place = async (): Promise<void> => {
    const headers = { 'idempotency-key': `order-${placed.length}-${Math.random()}` };
    for (;;) {
      const answer = await shop.place(customer, { sku, headers }).catch((error: unknown) => error as Error);
      if (answer instanceof Error) return void wrong.push(`${answer}: ${answer.cause}`);
      if (answer.status === 202) return void placed.push(answer.body.id);
      const seconds = Number(answer.headers.get('retry-after') ?? NaN);
      if (answer.status !== 503 || !(seconds > 0)) return void wrong.push([answer.status, answer.body]);
      await sleep(systemTimers, seconds * 1_000);
    }
  };

  beforeAll(async () => {
    toxiproxy = await startToxiproxy();
    const databaseUrl = new URL(testDatabaseUrl());
    const advertisedPort = await freePort();
    const kafka = await startEmbeddedKafka({ advertisedPort });
    links = {
      postgres: await toxiproxy.link('postgres', Number(databaseUrl.port || 5_432)),
      kafka: await toxiproxy.link('kafka', Number(kafka.brokers.split(':')[1]), advertisedPort),
    };
    databaseUrl.port = String(links.postgres.port);
    const stack: Stack = {
      databaseUrl: databaseUrl.href,
      postgres: null,
      kafka,
      kafkaMissing: null,
      kafkaBrokers: `127.0.0.1:${advertisedPort}`,
      stop: async () => void (await Promise.all([kafka.stop(), toxiproxy.stop()])),
    };
    platform = await startOwnPlatform({
      stack,
      together: !FULL,
      environment: { REQUEST_DEADLINE_MS: String(DEADLINE_MS), KAFKA_SESSION_MS: '10000', LEASE_MS: '15000' },
    });
    shop = new Shop(platform, 'main-street', { fetch: timed });
    sku = await shop.sells('mug', { pieces: 100_000 });
  });
  afterAll(() => platform?.end());

  it('every request is answered within its deadline, with 202 or with 503 and Retry-After', async () => {
    const placing: Promise<void>[] = [];
    for (const { link, toxic } of PHASES) {
      if (toxic) await links[link].add(toxic);
      for (let order = 0; order < (PHASE_MS * PER_SECOND) / 1_000; order++) {
        placing.push(place());
        await sleep(systemTimers, 1_000 / PER_SECOND);
      }
      await links[link].clear();
    }
    await Promise.all(placing);
    const answers = [...seen].map(([status, times]) => `${times} x ${status}`).join(', ');
    process.stderr.write(`${placed.length} orders; ${answers}; the longest took ${Math.round(longest)} ms\n`);
    expect(wrong).toEqual([]);
    expect(placed).toHaveLength(placing.length);
    expect(seen.get(503)).toBeGreaterThan(0);
    expect(longest).toBeLessThan(DEADLINE_MS + LATE_MS);
  });

  it('every order ends', async () => {
    for (const id of placed) await shop.until(customer, id, 'DELIVERED');
  });

  it('the audit finds nothing', async () => {
    const { records } = await auditedClean(platform);
    expect(records.order).toBe(placed.length);
  });

  it('pages of a database that trickles are answered in time, and readiness shows it', async () => {
    const { order } = platform.urls;
    const api = await platform.api('order', customer);
    await links.postgres.add({ type: 'bandwidth', attributes: { rate: 1 } });
    longest = 0;
    const token = await platform.token(customer);
    const reader = new Api(order, token, timed);
    const pages = Array.from({ length: 6 }, () => reader.call('GET', '/v1/orders?limit=100'));
    expect((await Promise.all(pages)).map(({ status }) => status)).toEqual(pages.map(() => 503));
    expect(longest).toBeLessThan(DEADLINE_MS + LATE_MS);
    const isReady = async (status: number) =>
      eventually(async () => expect((await api.call('GET', '/health/ready')).status).toBe(status), PATIENCE);
    await isReady(503);
    await links.postgres.clear();
    await isReady(200);
    const page = await eventually(() => reader.get<{ items: object[] }>('/v1/orders?limit=100'), PATIENCE);
    expect(page.items.length).toBe(Math.min(placed.length, 100));
  });
});
