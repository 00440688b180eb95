import type { OrderId } from '@waybill/contracts/ids';
import { DomainError, commonErrors } from '@waybill/kernel';
import { parseInput, reference, singleLine } from '@waybill/platform';
import Stripe from 'stripe';
import { z } from 'zod';
import { gatewayWebhookErrors } from './gateway-webhook.errors.js';

/** The parts of a gateway event that the service uses. */
export interface GatewayEvent {
  readonly id: string;
  /** Absent if the event is not about the payment of an order. */
  readonly orderId: OrderId | undefined;
}

const webhook = z.object({
  id: singleLine(255),
  type: reference(255),
  data: z.object({ object: z.object({ metadata: z.record(z.string(), z.string()).nullish() }) }),
});

/** Verifies and reads the gateway's webhooks. The signature is an HMAC of the raw body and at most five minutes old. */
export class GatewayWebhooks {
  private readonly secrets: readonly string[];

  constructor(secrets: string | undefined) {
    this.secrets = secrets?.split(',') ?? [];
  }

  /** Throws NOT_FOUND without a secret, WEBHOOK_SIGNATURE_INVALID, and VALIDATION_FAILED for what is signed and no event. */
  read(body: Buffer | undefined, signature: string | undefined): GatewayEvent {
    if (this.secrets.length === 0)
      throw new DomainError(commonErrors.NOT_FOUND, 'STRIPE_WEBHOOK_SECRET is not set.');
    for (const secret of this.secrets) {
      const event = verified(body, signature, secret);
      if (event) return eventOf(event);
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

function eventOf(body: object): GatewayEvent {
  const { id, type, data } = parseInput(webhook, body);
  return { id, orderId: type.startsWith('payment_intent.') ? data.object.metadata?.['order_id'] : undefined };
}
