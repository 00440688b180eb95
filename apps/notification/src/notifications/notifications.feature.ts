import type { Feature } from '@waybill/platform';
import type { Mailer } from '../mailer/mailer.js';
import { recipientForget } from './commands/forget-customer.js';
import { mailSend } from './mail-effect.js';
import { MailSender } from './mail-sender.js';
import { Erasure1760000001005 } from './migrations/erasure.js';
import { NotificationTables1760000001004 } from './migrations/notification-tables.js';
import { ErasedCustomerRow, NotificationRow } from './notification.rows.js';
import { NotificationsConsumer } from './notifications.consumer.js';
import { NotificationsController } from './notifications.controller.js';

/** Mails to customers. */
export const notificationsFeature: Feature<{ readonly mailer: Mailer }> = {
  entities: [NotificationRow, ErasedCustomerRow],
  migrations: [NotificationTables1760000001004, Erasure1760000001005],
  controllers: [NotificationsController, NotificationsConsumer],
  compose: (ports, { mailer }) => {
    const mails = new MailSender(mailer, ports);
    return {
      providers: [mails],
      effects: { 'mail.send': mailSend(mails), 'recipient.forget': recipientForget(ports.pool) },
      background: [{ start: () => undefined, stop: () => mailer.close() }],
    };
  },
};
