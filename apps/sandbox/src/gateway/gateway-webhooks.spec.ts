import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import Stripe from 'stripe';
import { type Sandbox, startSandbox } from '../sandbox.app.js';

const secret = 'whsec_of_the_spec';
let sandbox: Sandbox;
let stripe: Stripe;
let receiver: Server;
let received: Stripe.Event[];
let whenReceived: () => void;

beforeEach(async () => {
  received = [];
  whenReceived = () => {};
  receiver = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(
        Stripe.webhooks.constructEvent(body, String(request.headers['stripe-signature']), secret),
      );
      response.writeHead(200).end();
      whenReceived();
    });
  }).listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  sandbox = await startSandbox();
  const { gateway: port } = sandbox.ports;
  stripe = new Stripe('sk_test_spec', { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
});
afterEach(async () => {
  await sandbox.close();
  receiver.closeAllConnections();
  receiver.close();
});

async function call(method: string, path: string, body: object): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${sandbox.ports.gateway}/sandbox/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

function listen(hold: boolean): Promise<unknown> {
  const { port } = receiver.address() as AddressInfo;
  return call('PUT', 'webhooks', { url: `http://127.0.0.1:${port}/hooks`, secret, hold });
}

async function paidAndRefunded(): Promise<string> {
  const asked = { amount: 2500, currency: 'eur', payment_method: 'pm_card_visa' };
  const how = { capture_method: 'manual', confirm: true, metadata: { order_id: 'order-7' } } as const;
  const { id } = await stripe.paymentIntents.create({
    ...asked,
    ...how,
    allowed_payment_method_types: ['card'],
  });
  await stripe.paymentIntents.capture(id);
  await stripe.refunds.create({ payment_intent: id, amount: 500 });
  return id;
}

const events = ['payment_intent.amount_capturable_updated', 'payment_intent.succeeded', 'refund.created'];

describe('the gateway’s webhooks', () => {
  it('tell each change, signed as Stripe signs', async () => {
    await listen(false);
    const all = new Promise<void>((resolve) => {
      whenReceived = () => (received.length === 3 ? resolve() : undefined);
    });
    const id = await paidAndRefunded();
    await all;
    expect(received.map(({ type }) => type).sort()).toEqual(events);
    const captured = received.find(({ type }) => type === 'payment_intent.succeeded');
    expect(captured?.data.object).toMatchObject({
      id,
      status: 'succeeded',
      metadata: { order_id: 'order-7' },
    });
  });

  it('can be held back, reversed and doubled', async () => {
    await listen(true);
    await paidAndRefunded();
    expect(received).toEqual([]);
    expect(await call('POST', 'webhooks/release', { order: 'reversed', copies: 2 })).toEqual({ sent: 6 });
    expect(received.map(({ type }) => type)).toEqual(events.toReversed().flatMap((type) => [type, type]));
    expect(new Set(received.map(({ id }) => id)).size).toBe(3);
  });
});

describe('a difference', () => {
  it('can be planted', async () => {
    const id = await paidAndRefunded();
    await call('PATCH', `payments/${id}`, { captured: 2400 });
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ amount: 2500, amount_received: 2400 });
  });
});
