import { messageTypes, topicTable } from '@waybill/contracts';
import type { Composition, Ports, ServiceApp } from '@waybill/platform';
import { z } from 'zod';
import { NotificationTables1760000001004 } from './database/notification-tables.js';
import { Erasure1760000001005 } from './database/erasure.js';
import { type Mailer, mailerOf } from './mailer/mailer.js';
import { recipientForget } from './notifications/commands/forget-customer.js';
import { mailSend } from './notifications/mail-effect.js';
import { ErasedCustomerRow, NotificationRow } from './notifications/notification.rows.js';
import { NotificationsConsumer } from './notifications/notifications.consumer.js';
import { NotificationsController } from './notifications/notifications.controller.js';

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
});

/** Tells customers by mail what becomes of their orders. */
export const notificationApp: ServiceApp<typeof notificationSettings.shape> = {
  name: 'notification',
  description: 'Mails to customers, one for each turn that an order takes.',
  port: 3004,
  settings: notificationSettings,
  entities: [NotificationRow, ErasedCustomerRow],
  migrations: [NotificationTables1760000001004, Erasure1760000001005],
  messageTypes,
  topics: topicTable,
  compose: (ports, { SMTP_URL, MAIL_FROM }) => composeNotification(ports, mailerOf(SMTP_URL, MAIL_FROM)),
};

/** The app over a mailer that is given. */
export function composeNotification({ pool }: Pick<Ports, 'pool'>, mailer: Mailer): Composition {
  return {
    controllers: [NotificationsController, NotificationsConsumer],
    provide: [],
    effects: { 'mail.send': mailSend(mailer), 'recipient.forget': recipientForget(pool) },
    background: [{ start: () => undefined, stop: () => mailer.close() }],
  };
}
