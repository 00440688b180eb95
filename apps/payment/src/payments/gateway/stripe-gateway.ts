import { present } from '@waybill/kernel';
import Stripe from 'stripe';
import type { GatewayPayment } from '../domain/gateway-payment.js';
import type { GatewayEntry } from '../domain/reconciliation.js';
import type { GatewayRefund } from '../domain/refund.js';
import type {
  AuthorizeRequest,
  CaptureRequest,
  Gateway,
  Named,
  RefundNamed,
  RefundRequest,
  VoidRequest,
} from './gateway.js';
import {
  amountOf,
  entryOf,
  isStateError,
  isUnknown,
  paymentOf,
  refundOf,
  refusalIn,
} from './stripe-translation.js';

const expand = ['latest_charge'];

/** The gateway for Stripe, or for a server with the same API at `base`. */
export class StripeGateway implements Gateway {
  private readonly stripe: Stripe;

  constructor(key: string, base: string, timeout: number) {
    const { protocol, hostname: host, port } = new URL(base);
    const scheme = protocol === 'http:' ? 'http' : 'https';
    this.stripe = new Stripe(key, {
      host,
      protocol: scheme,
      port: port || (scheme === 'http' ? 80 : 443),
      timeout,
      telemetry: false,
      // The effect runner retries instead: it survives crashes and counts the attempts.
      maxNetworkRetries: 0,
    });
  }

  authorize(request: AuthorizeRequest): Promise<GatewayPayment> {
    const { orderId, customerId, paymentMethod, amount, revision = 0, idempotencyKey } = request;
    const call = this.stripe.paymentIntents.create(
      {
        ...amountOf(amount),
        payment_method: paymentMethod,
        capture_method: 'manual',
        confirm: true,
        error_on_requires_action: true,
        automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
        metadata: {
          order_id: orderId,
          customer_id: customerId,
          ...(revision === 0 ? {} : { revision: String(revision) }),
        },
        expand,
      },
      { idempotencyKey },
    );
    return decided(call);
  }

  capture({ orderId, gatewayId, amount, idempotencyKey }: CaptureRequest): Promise<GatewayPayment> {
    const asked = { amount_to_capture: amountOf(amount).amount, expand };
    const call = this.stripe.paymentIntents.capture(gatewayId, asked, { idempotencyKey });
    return decided(call.catch((error: unknown) => this.lookInstead({ orderId, gatewayId }, error)));
  }

  async void({ orderId, gatewayId, idempotencyKey }: VoidRequest): Promise<GatewayPayment> {
    const call = this.stripe.paymentIntents.cancel(gatewayId, { expand }, { idempotencyKey });
    const intent = await call.catch((error: unknown) => this.lookInstead({ orderId, gatewayId }, error));
    return outcome(intent);
  }

  async refund({
    orderId,
    refundId,
    gatewayId,
    amount,
    reason,
    idempotencyKey,
  }: RefundRequest): Promise<GatewayRefund> {
    const metadata = {
      order_id: orderId,
      refund_id: refundId,
      key: idempotencyKey,
      reason: reason.slice(0, 500),
    };
    const asked = { payment_intent: gatewayId, amount: amountOf(amount).amount, metadata };
    try {
      return refundOf(await this.stripe.refunds.create(asked, { idempotencyKey }));
    } catch (error) {
      const refusal = refusalIn(error);
      if (!refusal) throw error;
      return { status: 'refused', refusal };
    }
  }

  async find({ orderId, gatewayId, revision = 0 }: Named): Promise<GatewayPayment | undefined> {
    if (gatewayId) return paymentOf(await this.stripe.paymentIntents.retrieve(gatewayId, { expand }));
    const query = `metadata['order_id']:'${orderId.replace(/['\\]/g, '\\$&')}'`;
    const { data } = await this.stripe.paymentIntents.search({ query, limit: 100 });
    const found = data.find(({ metadata }) => Number(metadata?.['revision'] ?? 0) === revision);
    // Search results may be outdated, so the payment itself is read.
    return found && this.find({ orderId, gatewayId: found.id });
  }

  async findRefund({ gatewayId, refundId, idempotencyKey }: RefundNamed): Promise<GatewayRefund | undefined> {
    for await (const refund of this.stripe.refunds.list({ payment_intent: gatewayId, limit: 100 })) {
      const { refund_id: id, key } = refund.metadata ?? {};
      if (id === refundId && (key === undefined || key === idempotencyKey)) return refundOf(refund);
    }
    return undefined;
  }

  async *list(from: Date, to: Date): AsyncGenerator<GatewayEntry> {
    const created = { gte: Math.floor(from.getTime() / 1_000), lt: Math.ceil(to.getTime() / 1_000) };
    const all = this.stripe.paymentIntents.list({ created, limit: 100, expand: ['data.latest_charge'] });
    for await (const intent of all) yield entryOf(intent);
  }

  async show(gatewayId: string): Promise<GatewayEntry | undefined> {
    try {
      return entryOf(await this.stripe.paymentIntents.retrieve(gatewayId, { expand }));
    } catch (error) {
      if (isUnknown(error)) return undefined;
      throw error;
    }
  }

  /** After an error because of the payment's state, reads the payment. Rethrows other errors. */
  private lookInstead({ gatewayId }: Named, error: unknown): Promise<Stripe.PaymentIntent> {
    if (!isStateError(error)) throw error;
    return this.stripe.paymentIntents.retrieve(present(gatewayId, 'the gateway’s id of the payment'), {
      expand,
    });
  }
}

/** The state of the payment, or the refusal in the response. Throws if the outcome is unknown. */
async function decided(call: Promise<Stripe.PaymentIntent>): Promise<GatewayPayment> {
  try {
    return outcome(await call);
  } catch (error) {
    const refusal = refusalIn(error);
    if (!refusal) throw error;
    return { status: 'refused', refusal };
  }
}

function outcome(intent: Stripe.PaymentIntent): GatewayPayment {
  const payment = paymentOf(intent);
  if (!payment) throw new Error(`the gateway has not decided: payment ${intent.id} is ${intent.status}`);
  return payment;
}
