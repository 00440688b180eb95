import { duration } from '@waybill/platform';
import { z } from 'zod';

export const shippingSettings = z
  .object({
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
  })
  .refine(
    ({ CARRIER_WEBHOOK_URL, CARRIER_WEBHOOK_SECRET }) => !CARRIER_WEBHOOK_URL || CARRIER_WEBHOOK_SECRET,
    {
      path: ['CARRIER_WEBHOOK_SECRET'],
      message: 'is needed with CARRIER_WEBHOOK_URL',
    },
  );

export type ShippingSettings = z.infer<typeof shippingSettings>;
