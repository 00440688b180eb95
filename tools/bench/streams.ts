import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment, Platform } from '@waybill/shop';
import { LoadClient } from '../load/client.js';
import { listProducts, orderBody, percentiles, round } from '../load/run.js';
import type { Bench } from './setup.js';

const STREAMS = 300;
const WAITS = 150;
/** Length of each part in seconds. The waits last longer. */
const SECONDS = 8;
const TURNS = 4;
/** How long the work of the placed orders takes. */
const SETTLE_MS = 6_000;
const BAR = 1.3;
/** The default of the setting. */
const STREAMS_PER_SUBJECT = 50;

interface Case {
  readonly name: string;
  readonly customers: number;
  readonly settings: Environment;
}

const CASES: readonly Case[] = [
  { name: '1 customer', customers: 1, settings: { STREAMS_PER_SUBJECT: '0', WAITS_PER_SUBJECT: '0' } },
  { name: '300 customers', customers: 300, settings: {} },
];

/** What a customer pays for the idle streams and waits of others: its reads without and with them, in turns. */
export async function streamFigures({ start, note, say }: Bench): Promise<void> {
  for (const { name, customers, settings } of CASES) {
    // The order service alone: no order is ever decided, so every wait lasts its whole time.
    const platform = await start({ order: { OUTBOX_RELAY: 'off', ...settings } }, '_streams', ['order']);
    try {
      await listProducts(platform);
      const others = await Promise.all(
        Array.from({ length: customers }, (_, nr) =>
          platform.token({ sub: `holder-${nr}`, email: 'h@example.com' }),
        ),
      );
      const orders: string[] = [];
      for (let nr = 0; nr < STREAMS; nr++) orders.push(await placed(platform, others[nr % customers]!, nr));
      const victim = await platform.token({ sub: 'victim', email: 'victim@example.com' });
      await placed(platform, victim, STREAMS);
      await reads(platform, victim, 5);
      const ms: Record<'alone' | 'beside', number[]> = { alone: [], beside: [] };
      for (let turn = 1; turn <= TURNS; turn++) {
        const alone = await reads(platform, victim, SECONDS);
        const close = await hold(platform, others, orders, turn);
        const beside = await reads(platform, victim, SECONDS);
        close();
        if (customers > 1) await checkQuota(platform, others[0]!, orders[0]!);
        await sleep(1_000);
        say(`${name}, turn ${turn}: p50 ${percentiles(alone).p50} ms, and ${percentiles(beside).p50} ms`);
        ms.alone.push(...alone);
        ms.beside.push(...beside);
      }
      const [alone, beside] = [percentiles(ms.alone), percentiles(ms.beside)];
      note(
        `another customer’s read beside ${STREAMS} streams and ${WAITS} waits of ${name} / alone`,
        `p50 ${beside.p50} ms / ${alone.p50} ms: ${round(beside.p50 / alone.p50)} x (bar ${BAR}); p95 ${beside.p95} ms / ${alone.p95} ms`,
        { alone, beside },
      );
    } finally {
      await platform.stop();
    }
  }
}

async function placed(platform: Platform, token: string, nr: number): Promise<string> {
  const client = new LoadClient(platform.urls.order, token, 1);
  try {
    const { data } = await client.place(orderBody(nr), `streams-${nr}`);
    if (!data) throw new Error('an order was not placed');
    return data.id;
  } finally {
    client.close();
  }
}

/** Reads one after the other; returns the milliseconds of each. */
async function reads(platform: Platform, token: string, seconds: number): Promise<number[]> {
  const client = new LoadClient(platform.urls.order, token, 1);
  const ms: number[] = [];
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    const sent = performance.now();
    const { response } = await client.orders.GET('/v1/orders', { params: { query: { limit: 1 } } });
    if (response.status !== 200) throw new Error(`a read was answered ${response.status}`);
    ms.push(performance.now() - sent);
  }
  client.close();
  return ms;
}

/** Opens the streams and the waits, and returns what closes them. */
async function hold(
  { urls }: Platform,
  tokens: readonly string[],
  orders: readonly string[],
  turn: number,
): Promise<() => void> {
  const agent = new Agent({ maxSockets: Infinity });
  const bearer = (nr: number) => ({ authorization: `Bearer ${tokens[nr % tokens.length]!}` });
  const streams = orders.map((id, nr) => {
    const call = request(`${urls.order}/v1/orders/${id}/stream`, { agent, headers: bearer(nr) }).end();
    return new Promise<void>((resolve, reject) => {
      call.once('response', (response: IncomingMessage) => {
        response.on('error', () => undefined).resume();
        if (response.statusCode === 200) resolve();
        else reject(new Error(`a stream was answered ${response.statusCode}`));
      });
      // Also at the end, when the connections are closed.
      call.on('error', reject);
    });
  });
  await Promise.all(streams);
  let answered: string | undefined;
  for (let nr = 0; nr < WAITS; nr++) {
    const headers = {
      ...bearer(nr),
      'content-type': 'application/json',
      'idempotency-key': `wait-${turn}-${nr}`,
      prefer: 'wait=30',
    };
    const call = request(`${urls.order}/v1/orders`, { agent, method: 'POST', headers });
    call.once(
      'response',
      ({ statusCode }: IncomingMessage) => (answered = `a wait was answered ${statusCode}`),
    );
    call.on('error', () => undefined).end(JSON.stringify(orderBody(nr)));
  }
  // Then the orders are placed, their callers wait, and the views have followed.
  await sleep(SETTLE_MS);
  return () => {
    agent.destroy();
    if (answered !== undefined) throw new Error(answered);
  };
}

/** Beyond the default number of streams, a customer is refused. */
async function checkQuota({ urls }: Platform, token: string, order: string): Promise<void> {
  const agent = new Agent({ maxSockets: Infinity });
  const statuses = await Promise.all(
    Array.from({ length: STREAMS_PER_SUBJECT + 1 }, () => {
      const headers = { authorization: `Bearer ${token}` };
      const call = request(`${urls.order}/v1/orders/${order}/stream`, { agent, headers }).end();
      return new Promise<number | undefined>((resolve, reject) => {
        call.once('response', (response: IncomingMessage) => {
          response.on('error', () => undefined).resume();
          resolve(response.statusCode);
        });
        call.on('error', reject);
      });
    }),
  );
  agent.destroy();
  const refused = statuses.filter((status) => status === 429).length;
  if (refused !== 1) throw new Error(`of ${statuses.length} streams of a customer ${refused} were refused`);
}
