import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type FixedWorld, fixedWorld } from '../fixed-world.js';
import { type Sandbox, startSandbox } from '../sandbox.app.js';

interface Received {
  body: string;
  signature: string;
}

const carrierWebhookSecret = 'a-secret-of-the-spec';
const address = { name: 'Ada', line1: 'Main St 1', city: 'Graz', postalCode: '8010', country: 'AT' };

let world: FixedWorld;
let sandbox: Sandbox;
let receiver: Server;
let answers: number[];
let received: Received[];
let whenReceived: (() => void)[];

beforeEach(async () => {
  [answers, received, whenReceived] = [[], [], []];
  world = fixedWorld();
  sandbox = await startSandbox({ world, carrierWebhookSecret });
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ body, signature: String(request.headers['carrier-signature']) });
      response.writeHead(answers.shift() ?? 204).end();
      whenReceived.forEach((look) => look());
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
});
afterEach(async () => {
  await sandbox.close();
  receiver.closeAllConnections();
  receiver.close();
});

function arrived(count: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => (received.length >= count ? resolve() : undefined);
    whenReceived.push(look);
    look();
  });
}

async function dispatched(): Promise<string> {
  const url = `http://127.0.0.1:${sandbox.ports.carrier}/v1/bookings`;
  const { port } = receiver.address() as AddressInfo;
  const body = JSON.stringify({
    reference: 'order-1',
    address,
    webhookUrl: `http://127.0.0.1:${port}/hooks`,
  });
  const headers = { 'content-type': 'application/json' };
  const booked = (await (await fetch(url, { method: 'POST', headers, body })).json()) as { id: string };
  await fetch(`${url}/${booked.id}/dispatch`, { method: 'POST' });
  return booked.id;
}

describe('the webhook of a booking', () => {
  it('is told of dispatch and delivery, signed', async () => {
    const bookingId = await dispatched();
    await arrived(1);
    world.elapse(2_000);
    await arrived(2);
    expect(received.map(({ body }) => JSON.parse(body) as unknown)).toMatchObject([
      { type: 'dispatched', bookingId, reference: 'order-1', at: '2026-03-01T12:00:00.000Z' },
      { type: 'delivered', bookingId, reference: 'order-1', at: '2026-03-01T12:00:02.000Z' },
    ]);
    for (const { body, signature } of received) {
      const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(signature) ?? [];
      expect(v1).toBe(createHmac('sha256', carrierWebhookSecret).update(`${t}.${body}`).digest('hex'));
    }
  });

  it('is told again, longer apart each time, until it accepts', async () => {
    answers = [500, 503, 200];
    await dispatched();
    await world.waitingFor(500);
    world.elapse(500);
    await world.waitingFor(1_000);
    world.elapse(1_000);
    await arrived(3);
    expect(new Set(received.slice(0, 3).map(({ body }) => body)).size).toBe(1);
  });
});
