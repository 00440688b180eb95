import { fulfilment } from '@waybill/contracts';
import { duration } from '@waybill/platform';
import { z } from 'zod';
import { tariff } from './carrier/tariffs.js';

export const shippingSettings = z
  .object({
    FULFILMENT: fulfilment,
    CARRIER_URL: z.url({ protocol: /^(https?|memory)$/ }).meta({
      description: 'URL of the carrier’s API; `memory://` is a carrier inside the process, for benchmarks',
    }),
    CARRIER_WEBHOOK_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({
        description:
          'Public URL of this service’s `POST /v1/webhooks/carrier`. It is sent to the carrier with each booking',
      }),
    CARRIER_WEBHOOK_SECRET: z
      .string()
      .regex(/^[^,\s]{16,}(,[^,\s]{16,})?$/, 'must have at least 16 characters')
      .optional()
      .meta({
        description:
          'Secret of the carrier’s webhook signatures, at least 16 characters. During a rotation set the new and the old secret, separated by a comma',
      }),
    DISPATCH_AFTER: z
      .union([z.literal('manual'), duration])
      .prefault('2s')
      .meta({
        description:
          'Delay from the confirmation of an order to the dispatch of its shipment: `2s`, `4h`, or `manual` to dispatch only by request',
      }),
    PICKING: z.enum(['automatic', 'manual']).default('automatic').meta({
      description:
        '`automatic`: every shipment counts as picked once its order is confirmed. `manual`: the warehouse records each pick with `POST /v1/shipments/{id}/pick`',
    }),
    TARIFFS: z
      .string()
      .transform((text, context) => {
        try {
          return JSON.parse(text) as unknown;
        } catch {
          context.addIssue(
            'must be JSON: [{"carrier", "countries": ["GB"], "amount": minor units, "currency"}]',
          );
          return z.NEVER;
        }
      })
      .pipe(z.array(tariff).min(1))
      .optional()
      .meta({
        description:
          'Carriers with the countries that they serve and their price per shipment, as JSON. The cheapest carrier for the country is booked. Defaults to the carriers of the sandbox',
      }),
  })
  .refine(
    ({ CARRIER_WEBHOOK_URL, CARRIER_WEBHOOK_SECRET }) => !CARRIER_WEBHOOK_URL || CARRIER_WEBHOOK_SECRET,
    {
      path: ['CARRIER_WEBHOOK_SECRET'],
      message: 'is needed with CARRIER_WEBHOOK_URL',
    },
  );

export type ShippingSettings = z.infer<typeof shippingSettings>;
