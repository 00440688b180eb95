import type { GatewayState } from './gateway.state.js';
import { capturable, type Charge, type Intent, latestCharge, type Method } from './intent.js';
import { type Decline, testMethods } from './payment-methods.js';
import { type Refund, refunded } from './refund.js';

/** Which fields a caller wants as objects instead of ids, as in `expand[]=latest_charge`. */
export type Expand = ReadonlySet<string>;

/** Our records in Stripe's JSON. Fields that the sandbox has no use for are null, as Stripe sends them. */
export class Shapes {
  constructor(private readonly state: GatewayState) {}

  intent(intent: Intent, expand: Expand): object {
    const latest = latestCharge(intent);
    const charge = latest && (expand.has('latest_charge') ? this.charge(intent, latest) : latest.id);
    const method =
      intent.method && (expand.has('payment_method') ? this.method(intent.method) : intent.method.id);
    return {
      id: intent.id,
      object: 'payment_intent',
      amount: intent.amount,
      amount_capturable: capturable(intent),
      amount_received: intent.captured,
      automatic_payment_methods: null,
      canceled_at: intent.canceledAt,
      cancellation_reason: intent.cancellationReason,
      capture_method: intent.captureMethod,
      client_secret: intent.clientSecret,
      confirmation_method: 'automatic',
      created: intent.created,
      currency: intent.currency,
      customer: null,
      description: intent.description,
      last_payment_error: latest?.failure ? this.failure(latest, latest.failure) : null,
      latest_charge: charge ?? null,
      livemode: false,
      metadata: intent.metadata,
      next_action: intent.status === 'requires_action' ? nextAction : null,
      payment_method: method,
      payment_method_options: {},
      allowed_payment_method_types: null,
      payment_method_types: intent.methodTypes,
      processing: null,
      receipt_email: null,
      setup_future_usage: null,
      shipping: null,
      status: intent.status,
      transfer_group: null,
    };
  }

  charge(intent: Intent, charge: Charge): object {
    const test = testMethods.get(charge.method.testId);
    // Stripe shows a released authorization as a fully refunded charge.
    const voided = intent.status === 'canceled' && !charge.failure;
    const back = voided ? charge.amount : refunded(this.refundsOf(intent, charge));
    return {
      id: charge.id,
      object: 'charge',
      amount: charge.amount,
      amount_captured: charge.captured,
      amount_refunded: back,
      balance_transaction: null,
      billing_details: nobody,
      captured: charge.captured > 0,
      created: charge.created,
      currency: intent.currency,
      description: intent.description,
      disputed: false,
      failure_code: charge.failure?.code ?? null,
      failure_message: charge.failure?.message ?? null,
      livemode: false,
      metadata: intent.metadata,
      outcome: outcomeOf(charge),
      paid: !charge.failure,
      payment_intent: intent.id,
      payment_method: charge.method.id,
      payment_method_details: test ? { type: test.type, [test.type]: test.details } : null,
      receipt_url: null,
      refunded: back > 0 && back >= (voided ? charge.amount : charge.captured),
      status: charge.failure ? 'failed' : 'succeeded',
    };
  }

  refund(refund: Refund, expand: Expand): object {
    const intent = this.state.intents.get(refund.intentId);
    const charge = intent?.charges.find((each) => each.id === refund.chargeId);
    return {
      id: refund.id,
      object: 'refund',
      amount: refund.amount,
      balance_transaction: null,
      charge: intent && charge && expand.has('charge') ? this.charge(intent, charge) : refund.chargeId,
      created: refund.created,
      currency: refund.currency,
      ...(refund.status === 'failed' && { failure_reason: 'unknown' }),
      metadata: refund.metadata,
      payment_intent:
        intent && expand.has('payment_intent') ? this.intent(intent, new Set()) : refund.intentId,
      reason: refund.reason,
      receipt_number: null,
      status: refund.status,
    };
  }

  /** A decline response and the intent's `last_payment_error` have the same text. */
  failure(
    charge: Charge,
    { code, declineCode, message }: Decline,
  ): { message: string; [detail: string]: unknown } {
    const method = this.method(charge.method);
    return {
      type: 'card_error',
      charge: charge.id,
      code,
      decline_code: declineCode,
      message,
      payment_method: method,
    };
  }

  private method(method: Method): object {
    const test = testMethods.get(method.testId);
    const details = test && { type: test.type, [test.type]: test.details };
    return {
      id: method.id,
      object: 'payment_method',
      customer: null,
      livemode: false,
      metadata: {},
      ...details,
    };
  }

  private refundsOf(intent: Intent, charge: Charge): Refund[] {
    return this.state.refundsOf(intent.id).filter((refund) => refund.chargeId === charge.id);
  }
}

const nobody = { address: null, email: null, name: null, phone: null, tax_id: null };
const nextAction = {
  type: 'use_stripe_sdk',
  use_stripe_sdk: {
    type: 'three_d_secure_redirect',
    stripe_js: 'https://hooks.stripe.com/redirect/authenticate',
  },
};

function outcomeOf(charge: Charge): object {
  const network_status = charge.failure ? 'declined_by_network' : 'approved_by_network';
  const type = charge.failure ? 'issuer_declined' : 'authorized';
  return { network_status, reason: charge.failure?.declineCode ?? null, risk_level: 'normal', type };
}
