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
  WEBHOOK_TARGETS: z.enum(['public', 'any']).default('public').meta({
    description:
      'Where partners’ webhooks may be: `public` means https and addresses of the internet; `any` also this machine and networks of one’s own',
  }),
  WEBHOOK_RETRY_AFTER: duration.prefault('5s').meta({
    description:
      'Pause after a delivery to a partner failed; each later one is twice as long, up to twelve hours',
  }),
  WEBHOOK_GIVE_UP_AFTER: duration.prefault('3d').meta({
    description: 'A partner’s webhook that does not take a delivery for so long is disabled',
  }),
});

export type NotificationSettings = z.infer<typeof notificationSettings>;
