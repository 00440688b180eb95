import type { OrderId } from '@waybill/contracts/ids';
import { present } from '@waybill/kernel';
import type { Ports } from '@waybill/platform';
import Stripe from 'stripe';
import type { GatewayPayment } from '../domain/gateway-payment.js';
import type { GatewayEntry } from '../domain/reconciliation.js';
import type { Refusal } from '../domain/payment.js';
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
import { StripeHttpClient } from './stripe-http-client.js';
import {
  GATEWAY_REFUSED,
  amountOf,
  entryOf,
  isStateError,
  isUnknown,
  paymentOf,
  refundOf,
  refusalIn,
} from './stripe-translation.js';

const expand = ['latest_charge'];

export interface StripeGatewayOptions {
  readonly key: string;
  readonly base: string;
  readonly version: string;
  /** Milliseconds that a whole call may take. */
  readonly timeout: number;
  readonly report: Ports['report'];
}

/** The gateway for Stripe, or for a server with the same API at `base`. */
export class StripeGateway implements Gateway {
  private readonly stripe: Stripe;
  private readonly report: Ports['report'];

  constructor({ key, base, version, timeout, report }: StripeGatewayOptions) {
    this.report = report;
    const { protocol, hostname: host, port } = new URL(base);
    const scheme = protocol === 'http:' ? 'http' : 'https';
    this.stripe = new Stripe(key, {
      // The SDK's type allows only its own version.
      apiVersion: version as Stripe.LatestApiVersion,
      httpClient: new StripeHttpClient(),
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
    return this.decided(orderId, call);
  }

  capture({ orderId, gatewayId, amount, idempotencyKey }: CaptureRequest): Promise<GatewayPayment> {
    const asked = { amount_to_capture: amountOf(amount).amount, expand };
    const call = this.stripe.paymentIntents.capture(gatewayId, asked, { idempotencyKey });
    const seen = call.catch((error: unknown) => this.lookInstead({ orderId, gatewayId }, error));
    return this.decided(orderId, seen);
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
      return { status: 'refused', refusal: this.refusalIn(orderId, error) };
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

  /** The state of the payment, or the refusal in the response. Throws if the outcome is unknown. */
  private async decided(orderId: OrderId, call: Promise<Stripe.PaymentIntent>): Promise<GatewayPayment> {
    try {
      return outcome(await call);
    } catch (error) {
      return { status: 'refused', refusal: this.refusalIn(orderId, error) };
    }
  }

  /** Rethrows an error that is no refusal. What Stripe says of a request is logged, because it can describe our account. */
  private refusalIn(orderId: OrderId, error: unknown): Refusal {
    const refusal = refusalIn(error);
    if (!refusal) throw error;
    if (refusal.code === GATEWAY_REFUSED) this.report(error, 'the gateway refused a request', { orderId });
    return refusal;
  }
}

function outcome(intent: Stripe.PaymentIntent): GatewayPayment {
  const payment = paymentOf(intent);
  if (!payment) throw new Error(`the gateway has not decided: payment ${intent.id} is ${intent.status}`);
  return payment;
}
