import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { type FixedWorld, fixedWorld } from '../fixed-world.js';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox.app.js';

const params: Stripe.PaymentIntentCreateParams = {
  amount: 900,
  currency: 'usd',
  payment_method: 'pm_card_visa',
  capture_method: 'manual',
  confirm: true,
};
const idempotencyKey = 'payment-1';

let world: FixedWorld;
let sandbox: Sandbox;
let stripe: Stripe;

async function start(options: SandboxOptions = {}): Promise<void> {
  sandbox = await startSandbox({ world, ...options });
  const { gateway: port } = sandbox.ports;
  stripe = new Stripe('sk_test_spec', { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
}

async function payments(): Promise<unknown[]> {
  const response = await fetch(`http://127.0.0.1:${sandbox.ports.gateway}/sandbox/payments`);
  return ((await response.json()) as { items: unknown[] }).items;
}

async function inject(operation: string, mode: string): Promise<void> {
  await fetch(`http://127.0.0.1:${sandbox.ports.gateway}/sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ operation, mode }),
  });
}

beforeEach(() => {
  world = fixedWorld();
});
afterEach(() => sandbox.close());

describe('an idempotency key', () => {
  it('answers the same key with the same payment', async () => {
    await start();
    const first = await stripe.paymentIntents.create(params, { idempotencyKey });
    const second = await stripe.paymentIntents.create(params, { idempotencyKey });
    expect(second).toEqual(first);
    expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await payments()).toHaveLength(1);
  });

  it('answers a decline again', async () => {
    await start();
    const declined = { ...params, payment_method: 'pm_card_visa_chargeDeclined' };
    const ask = () => stripe.paymentIntents.create(declined, { idempotencyKey });
    await expect(ask()).rejects.toMatchObject({ code: 'card_declined' });
    await expect(ask()).rejects.toMatchObject({
      code: 'card_declined',
      headers: { 'idempotent-replayed': 'true' },
    });
    expect(await payments()).toHaveLength(1);
  });

  it('refuses another request under the same key', async () => {
    await start();
    await stripe.paymentIntents.create(params, { idempotencyKey });
    const other: unknown = await stripe.paymentIntents
      .create({ ...params, amount: 901 }, { idempotencyKey })
      .catch((error: unknown) => error);
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
    expect(other).toMatchObject({ statusCode: 400 });
  });

  it('refuses a twin of a request in flight', async () => {
    await start({ gatewayLatency: 40 });
    const first = stripe.paymentIntents.create(params, { idempotencyKey });
    await world.waitingFor(40);
    const twin = stripe.paymentIntents.create(params, { idempotencyKey });
    await expect(twin).rejects.toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    world.elapse(40);
    expect((await first).status).toBe('requires_capture');
  });

  it('may be used again after a malformed request', async () => {
    await start();
    await expect(
      stripe.paymentIntents.create({ ...params, amount: 0 }, { idempotencyKey }),
    ).rejects.toThrow();
    expect(await stripe.paymentIntents.create(params, { idempotencyKey })).toMatchObject({ amount: 900 });
  });

  it('is forgotten after a day', async () => {
    await start();
    const first = await stripe.paymentIntents.create(params, { idempotencyKey });
    world.elapse(24 * 60 * 60 * 1000);
    expect((await stripe.paymentIntents.create(params, { idempotencyKey })).id).not.toBe(first.id);
  });

  it('outlives a restart with its payment and its refund', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    const dataFile = join(folder, 'sandbox.jsonl');
    try {
      await start({ dataFile });
      const first = await stripe.paymentIntents.create(params, { idempotencyKey });
      await stripe.paymentIntents.capture(first.id);
      await stripe.refunds.create({ payment_intent: first.id, amount: 100 });
      const books = await payments();
      await sandbox.close();

      await start({ dataFile });
      expect(await stripe.paymentIntents.create(params, { idempotencyKey })).toEqual(first);
      expect(await payments()).toEqual(books);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a fault', () => {
  it('error-before leaves nothing behind', async () => {
    await start();
    await inject('payment_intents.create', 'error-before');
    await expect(stripe.paymentIntents.create(params, { idempotencyKey })).rejects.toMatchObject({
      statusCode: 500,
    });
    expect(await payments()).toEqual([]);
  });

  it('error-after charges once, and the same key tells', async () => {
    await start();
    await inject('payment_intents.create', 'error-after');
    await expect(stripe.paymentIntents.create(params, { idempotencyKey })).rejects.toMatchObject({
      statusCode: 500,
    });
    const intent = await stripe.paymentIntents.create(params, { idempotencyKey });
    expect(intent.lastResponse.headers['idempotent-replayed']).toBe('true');
    expect(await payments()).toHaveLength(1);
  });

  it('timeout-after does the work and never answers', async () => {
    await start();
    await inject('payment_intents.create', 'timeout-after');
    const create = stripe.paymentIntents.create(params, { idempotencyKey, timeout: 50 });
    await expect(create).rejects.toBeInstanceOf(Stripe.errors.StripeConnectionError);
    expect(await payments()).toHaveLength(1);
  });

  it('is refused for an operation that does not exist', async () => {
    await start();
    const response = await fetch(`http://127.0.0.1:${sandbox.ports.gateway}/sandbox/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation: 'payments.make', mode: 'error-before' }),
    });
    expect(response.status).toBe(400);
  });
});
