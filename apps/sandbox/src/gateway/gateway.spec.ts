import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Stripe from 'stripe';
import { fixedWorld } from '../fixed-world.js';
import { type Sandbox, startSandbox } from '../sandbox.app.js';

let sandbox: Sandbox;
let stripe: Stripe;

beforeAll(async () => {
  sandbox = await startSandbox({ world: fixedWorld() });
  stripe = client('sk_test_spec');
});
afterAll(() => sandbox.close());

function client(key: string): Stripe {
  return new Stripe(key, {
    host: '127.0.0.1',
    port: sandbox.ports.gateway,
    protocol: 'http',
    maxNetworkRetries: 0,
  });
}

function authorize(paymentMethod: string, more: Partial<Stripe.PaymentIntentCreateParams> = {}) {
  return stripe.paymentIntents.create({
    amount: 2500,
    currency: 'eur',
    payment_method: paymentMethod,
    capture_method: 'manual',
    confirm: true,
    allowed_payment_method_types: ['card', 'us_bank_account', 'sepa_debit', 'link'],
    ...more,
  });
}

async function captured(amount = 2500): Promise<Stripe.PaymentIntent> {
  const intent = await authorize('pm_card_visa', { amount });
  return stripe.paymentIntents.capture(intent.id);
}

describe('capturing', () => {
  it('takes what was authorized', async () => {
    expect(await captured()).toMatchObject({
      status: 'succeeded',
      amount_received: 2500,
      amount_capturable: 0,
    });
  });

  it('takes a part and lets the rest go', async () => {
    const { id } = await authorize('pm_card_visa');
    const intent = await stripe.paymentIntents.capture(id, {
      amount_to_capture: 1000,
      expand: ['latest_charge'],
    });
    expect(intent).toMatchObject({
      amount_received: 1000,
      latest_charge: { amount_captured: 1000, amount_refunded: 0 },
    });
  });

  it('refuses more than was authorized', async () => {
    const { id } = await authorize('pm_card_visa');
    await expect(stripe.paymentIntents.capture(id, { amount_to_capture: 2501 })).rejects.toMatchObject({
      statusCode: 400,
      code: 'amount_too_large',
    });
  });

  it('refuses a second capture', async () => {
    const { id } = await captured();
    await expect(stripe.paymentIntents.capture(id)).rejects.toMatchObject({
      statusCode: 400,
      code: 'payment_intent_unexpected_state',
      payment_intent: { id, status: 'succeeded' },
    });
  });

  it('refuses a payment that it does not know', async () => {
    await expect(stripe.paymentIntents.capture('pi_unknown')).rejects.toMatchObject({
      statusCode: 404,
      code: 'resource_missing',
    });
  });
});

describe('canceling', () => {
  it('lets an authorization go', async () => {
    const { id } = await authorize('pm_card_visa');
    const intent = await stripe.paymentIntents.cancel(id, { cancellation_reason: 'requested_by_customer' });
    expect(intent).toMatchObject({
      status: 'canceled',
      amount_capturable: 0,
      amount_received: 0,
      cancellation_reason: 'requested_by_customer',
    });
  });

  it('refuses to cancel what is captured or already canceled', async () => {
    const unexpected = { statusCode: 400, code: 'payment_intent_unexpected_state' };
    await expect(stripe.paymentIntents.cancel((await captured()).id)).rejects.toMatchObject(unexpected);
    const { id } = await authorize('pm_card_visa');
    await stripe.paymentIntents.cancel(id);
    await expect(stripe.paymentIntents.cancel(id)).rejects.toMatchObject(unexpected);
  });
});

describe('refunding', () => {
  it('gives back all that was captured', async () => {
    const intent = await captured();
    const refund = await stripe.refunds.create({ payment_intent: intent.id, metadata: { refund_id: 'r-1' } });
    expect(refund).toMatchObject({ amount: 2500, status: 'succeeded', metadata: { refund_id: 'r-1' } });
    expect(await stripe.charges.retrieve(String(intent.latest_charge))).toMatchObject({
      amount_refunded: 2500,
      refunded: true,
    });
  });

  it('gives back in parts, and never more than was captured', async () => {
    const { id } = await captured(1000);
    await stripe.refunds.create({ payment_intent: id, amount: 400 });
    await expect(stripe.refunds.create({ payment_intent: id, amount: 601 })).rejects.toMatchObject({
      statusCode: 400,
      param: 'amount',
      message: 'Refund amount (€6.01) is greater than unrefunded amount on charge (€6.00)',
    });
    await stripe.refunds.create({ payment_intent: id, amount: 600 });
    await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({
      code: 'charge_already_refunded',
    });
    const { data } = await stripe.refunds.list({ payment_intent: id });
    expect(data.map((refund) => refund.amount)).toEqual([600, 400]);
  });

  it('refuses where nothing was captured', async () => {
    const { id } = await authorize('pm_card_visa');
    await expect(stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({ statusCode: 400 });
  });

  it('moves nothing when the refund fails', async () => {
    const { id } = await authorize('pm_card_refundFail', {
      capture_method: 'automatic',
      metadata: { order_id: 'stuck' },
    });
    expect(await stripe.refunds.create({ payment_intent: id })).toMatchObject({ status: 'failed' });
    const response = await fetch(`http://127.0.0.1:${sandbox.ports.gateway}/sandbox/payments?orderId=stuck`);
    expect(await response.json()).toMatchObject({ items: [{ id, captured: 2500, refunded: 0 }] });
  });
});

describe('looking for payments', () => {
  it('finds by metadata', async () => {
    const { id } = await authorize('pm_card_visa', { metadata: { order_id: `o'9`, payment_id: 'p-9' } });
    const query = String.raw`metadata['order_id']:'o\'9' AND status:"requires_capture" AND amount>=2500`;
    const found = await stripe.paymentIntents.search({ query });
    expect(found.data.map((intent) => intent.id)).toEqual([id]);
    expect((await stripe.paymentIntents.search({ query: `${query} -currency:'eur'` })).data).toEqual([]);
  });

  it('refuses a query that it cannot read', async () => {
    await expect(stripe.paymentIntents.search({ query: 'metadata[' })).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it('lists newest first, page by page', async () => {
    const made = [(await captured()).id, (await captured()).id, (await captured()).id];
    const listed: string[] = [];
    for await (const intent of stripe.paymentIntents.list({ limit: 2 })) {
      listed.push(intent.id);
      if (listed.length === made.length) break;
    }
    expect(listed).toEqual(made.reverse());
  });
});

describe('the key', () => {
  it.each(['sk_live_1234567890', 'pk_test_1'])('refuses %s', async (key) => {
    const error: unknown = await client(key)
      .paymentIntents.retrieve('pi_1')
      .catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError);
  });
});
