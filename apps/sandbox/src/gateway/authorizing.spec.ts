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

describe('authorizing', () => {
  it('holds the amount and takes nothing', async () => {
    const intent = await authorize('pm_card_visa', {
      metadata: { order_id: 'order-1', 'odd[name]': 'a&b=ü' },
    });
    expect(intent).toMatchObject({
      object: 'payment_intent',
      status: 'requires_capture',
      amount: 2500,
      amount_capturable: 2500,
      amount_received: 0,
      currency: 'eur',
      created: Date.parse('2026-03-01T12:00:00Z') / 1000,
      metadata: { order_id: 'order-1' },
    });
  });

  it('takes the amount at once when capture is automatic', async () => {
    const intent = await authorize('pm_card_visa', { capture_method: 'automatic' });
    expect(intent).toMatchObject({ status: 'succeeded', amount_capturable: 0, amount_received: 2500 });
  });

  it.each([
    ['pm_card_mastercard', { type: 'card', card: { brand: 'mastercard', wallet: null } }],
    ['pm_card_visa_applePay', { type: 'card', card: { brand: 'visa', wallet: { type: 'apple_pay' } } }],
    ['pm_usBankAccount_success', { type: 'us_bank_account', us_bank_account: { last4: '6789' } }],
    ['pm_sepaDebit_success', { type: 'sepa_debit', sepa_debit: { country: 'DE' } }],
    ['pm_link', { type: 'link', link: { country: 'US' } }],
  ])('shows how %s pays', async (method, details) => {
    const { id } = await authorize(method);
    const intent = await stripe.paymentIntents.retrieve(id, { expand: ['latest_charge'] });
    expect(intent.latest_charge).toMatchObject({
      object: 'charge',
      status: 'succeeded',
      payment_method_details: details,
    });
  });

  it.each([
    ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
    ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
    ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc'],
    ['pm_card_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
    ['pm_card_radarBlock', 'card_declined', 'fraudulent'],
    ['pm_usBankAccount_insufficientFunds', 'payment_method_provider_decline', 'insufficient_funds'],
  ])('declines %s as %s, %s', async (method, code, declineCode) => {
    const error: unknown = await authorize(method).catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({
      statusCode: 402,
      code,
      decline_code: declineCode,
      payment_intent: {
        status: 'requires_payment_method',
        last_payment_error: { code, decline_code: declineCode },
      },
    });
  });

  it('knows the old name of the allowed types for callers of an old API version', async () => {
    const old = new URLSearchParams({ amount: '100', currency: 'eur', 'payment_method_types[]': 'card' });
    const headers = { authorization: 'Bearer sk_test_spec', 'stripe-version': '2025-01-27.acacia' };
    const url = `http://127.0.0.1:${sandbox.ports.gateway}/v1/payment_intents`;
    const response = await fetch(url, { method: 'POST', headers, body: old });
    expect(await response.json()).toMatchObject({ payment_method_types: ['card'] });
  });

  it('asks the customer to authenticate', async () => {
    const intent = await authorize('pm_card_authenticationRequired');
    expect(intent).toMatchObject({
      status: 'requires_action',
      next_action: { type: 'use_stripe_sdk' },
      latest_charge: null,
    });
  });

  it('declines what needs authentication when the customer is absent', async () => {
    await expect(authorize('pm_card_authenticationRequired', { off_session: true })).rejects.toMatchObject({
      statusCode: 402,
      code: 'authentication_required',
    });
  });

  it('accepts another method after a decline', async () => {
    const declined = (await authorize('pm_card_visa_chargeDeclined').catch((error: unknown) => error)) as {
      payment_intent: { id: string };
    };
    const { id } = declined.payment_intent;
    const intent = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' });
    expect(intent).toMatchObject({ id, status: 'requires_capture', last_payment_error: null });
  });

  it.each([
    [{ amount: -5 }, 'parameter_invalid_integer', 'amount'],
    [{ amount: 0 }, 'parameter_invalid_integer', 'amount'],
    [{ amount: 100_000_000 }, 'amount_too_large', 'amount'],
    [{ currency: 'xyz' }, undefined, 'currency'],
    [{ amount: 12_345, currency: 'kwd' }, 'invalid_charge_amount_no_decimal_compatible', 'amount'],
    [{ amount: 12_345, currency: 'isk' }, 'invalid_charge_amount_no_decimal_compatible', 'amount'],
    [{ payment_method: 'pm_unheard_of' }, 'resource_missing', 'payment_method'],
    [
      { payment_method: 'pm_link', allowed_payment_method_types: ['card'] },
      'payment_intent_incompatible_payment_method',
      'payment_method',
    ],
    [{ colour: 'red' }, 'parameter_unknown', 'colour'],
    [{ payment_method_types: ['card'] }, 'parameter_unknown', 'payment_method_types'],
    [{ payment_method: undefined }, 'parameter_missing', 'payment_method'],
  ])('refuses %j', async (wrong: object, code, param) => {
    const error: unknown = await authorize('pm_card_visa', wrong).catch((refusal: unknown) => refusal);
    expect(error).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError);
    expect(error).toMatchObject({ statusCode: 400, code, param });
  });
});
