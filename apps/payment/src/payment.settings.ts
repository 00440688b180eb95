import { fulfilment } from '@waybill/contracts';
import { duration } from '@waybill/platform';
import { z } from 'zod';
import { STRIPE_API_VERSION } from './payments/gateway/stripe-api-version.js';

const secret = /^whsec_[^,\s]+(,whsec_[^,\s]+)?$/;

/** Settings of the payment service only. */
export const paymentSettings = z
  .object({
    FULFILMENT: fulfilment,
    STRIPE_API_KEY: z.string().min(1).meta({ description: 'Secret key of the Stripe account' }),
    STRIPE_API_BASE: z
      .url({ protocol: /^(https?|memory)$/ })
      .default('https://api.stripe.com')
      .meta({
        description:
          'Base URL of the gateway. Set it to use a stand-in that implements Stripe’s API; `memory://` is one inside the process, for benchmarks',
      }),
    STRIPE_API_VERSION: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}(\.[a-z]+)?$/, 'must be a version of Stripe’s API, like 2026-10-28.endive')
      .default(STRIPE_API_VERSION)
      .meta({
        description:
          'Version of Stripe’s API, sent with each request. The default is the one that this release was written for; an update of the SDK does not change it',
      }),
    STRIPE_TIMEOUT: duration.prefault('10s').meta({
      description:
        'Longest time that a request to the gateway may take, from its first byte to the last of the response. After it the outcome is unknown, and the request is repeated with the same idempotency key',
    }),
    STRIPE_WEBHOOK_SECRET: z
      .string()
      .regex(secret, 'must be one secret (whsec_…), or two with a comma while they are rotated')
      .optional()
      .meta({
        description:
          'Secret of the gateway’s webhook signatures. Without it `POST /v1/webhooks/gateway` returns 404',
      }),
  })
  .refine(({ STRIPE_API_KEY, STRIPE_API_BASE }) => !isLive(STRIPE_API_KEY) || isEncrypted(STRIPE_API_BASE), {
    path: ['STRIPE_API_BASE'],
    message: 'a live key must not travel unencrypted',
  });

export type PaymentSettings = z.infer<typeof paymentSettings>;

function isLive(key: string): boolean {
  return /^[a-z]+_live_/.test(key);
}

function isEncrypted(base: string): boolean {
  return !base.startsWith('http:');
}
