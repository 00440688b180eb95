import { fulfilment } from '@waybill/contracts';
import { duration } from '@waybill/platform';
import { z } from 'zod';

const secret = /^whsec_[^,\s]+(,whsec_[^,\s]+)?$/;

/** The payment service's own settings. */
export const paymentSettings = z
  .object({
    FULFILMENT: fulfilment,
    STRIPE_API_KEY: z.string().min(1).meta({ description: 'Secret key of the Stripe account' }),
    STRIPE_API_BASE: z
      .url({ protocol: /^(https?|memory)$/ })
      .default('https://api.stripe.com')
      .meta({
        description:
          'Where the gateway listens. Another address is a stand-in that speaks Stripe’s API; `memory://` is one in this process, for benchmarks',
      }),
    STRIPE_TIMEOUT: duration.prefault('10s').meta({
      description:
        'How long an answer of the gateway is waited for; after that the outcome is unknown and asked about',
    }),
    STRIPE_WEBHOOK_SECRET: z
      .string()
      .regex(secret, 'must be one secret (whsec_…), or two with a comma while they are rotated')
      .optional()
      .meta({ description: 'Signs what the gateway tells us; without it the webhook’s route answers 404' }),
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
