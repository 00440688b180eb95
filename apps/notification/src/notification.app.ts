import { messageTypes, topicTable } from '@waybill/contracts';
import { type Composition, type Ports, type ServiceApp, duration } from '@waybill/platform';
import { z } from 'zod';
import { NotificationTables1760000001004 } from './database/notification-tables.js';
import { Erasure1760000001005 } from './database/erasure.js';
import { PartnerWebhooks1760000002004 } from './database/partner-webhooks.js';
import { type Mailer, mailerOf } from './mailer/mailer.js';
import { recipientForget } from './notifications/commands/forget-customer.js';
import { mailSend } from './notifications/mail-effect.js';
import { ErasedCustomerRow, NotificationRow } from './notifications/notification.rows.js';
import { NotificationsConsumer } from './notifications/notifications.consumer.js';
import { NotificationsController } from './notifications/notifications.controller.js';
import { type DeliveryOptions, webhookDeliver } from './webhooks/deliver.js';
import { forgetDeliveries } from './webhooks/forget-deliveries.js';
import {
  WebhookDeliveryRow,
  WebhookDirectoryRow,
  WebhookEndpointRow,
  WebhookLaneRow,
  disabledWebhooks,
} from './webhooks/webhook.rows.js';
import { WebhookTargets, WebhooksController } from './webhooks/webhooks.controller.js';

const notificationSettings = z.object({
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
type NotificationSettings = z.infer<typeof notificationSettings>;

/** Tells customers by mail, and partners by webhook, what becomes of orders. */
export const notificationApp: ServiceApp<typeof notificationSettings.shape> = {
  name: 'notification',
  description: 'Mails to customers, one for each turn that an order takes, and webhooks of partners.',
  port: 3004,
  // A mail may come a moment later, and mails of a moment cost as much as one.
  lingerMs: 50,
  settings: notificationSettings,
  entities: [
    NotificationRow,
    ErasedCustomerRow,
    WebhookDirectoryRow,
    WebhookEndpointRow,
    WebhookLaneRow,
    WebhookDeliveryRow,
  ],
  migrations: [NotificationTables1760000001004, Erasure1760000001005, PartnerWebhooks1760000002004],
  messageTypes,
  topics: topicTable,
  statuses: { TOO_MANY_WEBHOOKS: 409 },
  compose: (ports, settings) =>
    composeNotification(ports, settings, mailerOf(settings.SMTP_URL, settings.MAIL_FROM)),
};

/** The app over a mailer that is given, and a way to partners where it is not HTTP. */
export function composeNotification(
  { pool, clock, timers }: Pick<Ports, 'pool' | 'clock' | 'timers'>,
  settings: NotificationSettings,
  mailer: Mailer,
  post?: DeliveryOptions['post'],
): Composition {
  const targets = settings.WEBHOOK_TARGETS;
  const retryAfterMs = settings.WEBHOOK_RETRY_AFTER;
  const giveUpAfterMs = settings.WEBHOOK_GIVE_UP_AFTER;
  return {
    controllers: [NotificationsController, NotificationsConsumer, WebhooksController],
    provide: [new WebhookTargets(targets)],
    effects: {
      'mail.send': mailSend(mailer),
      'recipient.forget': recipientForget(pool),
      'webhook.deliver': webhookDeliver({
        pool,
        clock,
        targets,
        retryAfterMs,
        giveUpAfterMs,
        ...(post && { post }),
      }),
    },
    background: [{ start: () => undefined, stop: () => mailer.close() }, forgetDeliveries(pool, timers)],
    gauges: {
      waybill_webhooks_disabled: {
        help: 'Webhooks of partners that were disabled because they took nothing for days: /v1/webhooks',
        read: () => disabledWebhooks(pool),
      },
    },
  };
}
