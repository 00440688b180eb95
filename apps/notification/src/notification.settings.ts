import { duration } from '@waybill/platform';
import { z } from 'zod';

/** The notification service's own settings. */
export const notificationSettings = z.object({
  SMTP_URL: z.url({ protocol: /^(smtps?|discard)$/ }).meta({
    description:
      'Mail server: `smtp://user:password@host:587`; `discard://` drops every mail, for benchmarks',
  }),
  MAIL_FROM: z
    .string()
    .regex(
      /^([^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/,
      'must be an address or `Name <address>`',
    )
    .default('Waybill <orders@waybill.example>')
    .meta({ description: 'Sender of all mails' }),
  MAIL_CHOICE_KEY: z.string().min(32).optional().meta({
    description:
      'Secret of at least 32 characters, which signs the links in mails to unverified addresses. Without it and `MAIL_CHOICE_URL`, unverified addresses get no mails',
  }),
  MAIL_CHOICE_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: 'Public URL of this service, with which these links begin: `https://shop.example/mails`',
    }),
  MAILS_PER_DAY: z.coerce.number().int().min(0).max(10_000).default(10).meta({
    description:
      'Mails per day to an unverified address, and to all unverified addresses in the orders of one customer',
  }),
  WEBHOOK_TARGETS: z.enum(['public', 'any']).default('public').meta({
    description:
      'Which webhook URLs are allowed: `public` only https with public IP addresses; `any` also http, this machine and private networks',
  }),
  WEBHOOKS_PER_TENANT: z.coerce.number().int().min(1).max(100).default(20).meta({
    description: 'Enabled webhooks that a tenant may have. Beyond it, `TOO_MANY_WEBHOOKS`',
  }),
  WEBHOOK_RETRY_AFTER: duration.prefault('5s').meta({
    description: 'Delay before a failed delivery is retried; doubled after each failure, up to twelve hours',
  }),
  WEBHOOK_GIVE_UP_AFTER: duration.prefault('3d').meta({
    description: 'A webhook is disabled after its deliveries have failed for this long',
  }),
});

export type NotificationSettings = z.infer<typeof notificationSettings>;
