import type { OrderId } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import Stripe from 'stripe';
import { gatewayWebhookErrors } from './gateway-webhook.errors.js';

/** An event of the gateway, as far as it concerns us. */
export interface GatewayEvent {
  readonly id: string;
  /** Absent where it is about no order's payment. */
  readonly orderId: OrderId | undefined;
}

/** Reads what the gateway sends, and believes it by its signature only: an HMAC of the raw body that is at most five minutes old. */
export class GatewayWebhooks {
  private readonly secrets: readonly string[];

  constructor(secrets: string | undefined) {
    this.secrets = secrets?.split(',') ?? [];
  }

  /** Throws NOT_FOUND without a secret, and WEBHOOK_SIGNATURE_INVALID. */
  read(body: Buffer | undefined, signature: string | undefined): GatewayEvent {
    if (this.secrets.length === 0)
      throw new DomainError(commonErrors.NOT_FOUND, 'STRIPE_WEBHOOK_SECRET is not set.');
    for (const secret of this.secrets) {
      const event = verified(body, signature, secret);
      if (event) return { id: event.id, orderId: orderOf(event) };
    }
    throw new DomainError(
      gatewayWebhookErrors.WEBHOOK_SIGNATURE_INVALID,
      'Stripe-Signature does not match the body, or is older than five minutes.',
    );
  }
}

function verified(
  body: Buffer | undefined,
  signature: string | undefined,
  secret: string,
): Stripe.Event | undefined {
  try {
    return Stripe.webhooks.constructEvent(body ?? '', signature ?? '', secret);
  } catch {
    return undefined;
  }
}

function orderOf(event: Stripe.Event): string | undefined {
  const object = event.data.object as { metadata?: Stripe.Metadata | null };
  return event.type.startsWith('payment_intent.') ? object.metadata?.['order_id'] : undefined;
}
