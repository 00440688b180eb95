import { fulfilment } from '@waybill/contracts';
import { duration } from '@waybill/platform';
import { z } from 'zod';
import { tariff } from './carrier/tariffs.js';

export const shippingSettings = z
  .object({
    FULFILMENT: fulfilment,
    CARRIER_URL: z.url({ protocol: /^(https?|memory)$/ }).meta({
      description: 'The carrier’s API; `memory://` is a carrier inside the process, for benchmarks',
    }),
    CARRIER_WEBHOOK_URL: z
      .url({ protocol: /^https?$/ })
      .optional()
      .meta({
        description:
          'Where the carrier reaches `POST /v1/webhooks/carrier` of this service; it is told with each booking',
      }),
    CARRIER_WEBHOOK_SECRET: z
      .string()
      .regex(/^[^,\s]{16,}(,[^,\s]{16,})?$/, 'must have at least 16 characters')
      .optional()
      .meta({
        description:
          'Signs the carrier’s webhooks, at least 16 characters; while it is changed, the new one and the old one with a comma between',
      }),
    DISPATCH_AFTER: z
      .union([z.literal('manual'), duration])
      .prefault('2s')
      .meta({
        description:
          'From the order’s confirmation to the dispatch of its parcel: `2s`, `4h`, or `manual` for dispatch by hand only',
      }),
    PICKING: z.enum(['automatic', 'manual']).default('automatic').meta({
      description:
        'Whether every parcel is taken for picked once its order is confirmed, or somebody tells with `POST /v1/shipments/{id}/pick` what was found',
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
          'Carriers with the countries that they serve and what they take for a parcel, as JSON; the cheapest that serves the country is booked. Those of the sandbox when absent',
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
