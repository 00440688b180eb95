import { type Erasure, type Feature, effectsErasedBy } from '@waybill/platform';
import type { Performer } from '@waybill/unit-of-work';
import type { Mailer } from '../mailer/mailer.js';
import type { UnverifiedMails } from '../unverified/unverified-mails.js';
import { recipientEraser, waitingMailEraser } from './erasers.js';
import { mailSend } from './mail-effect.js';
import { MailSender } from './mail-sender.js';
import { Erasure1760000001005 } from './migrations/erasure.js';
import { NotificationTables1760000001004 } from './migrations/notification-tables.js';
import { ErasedCustomerRow, NotificationRow } from './notification.rows.js';
import { NotificationsConsumer } from './notifications.consumer.js';
import { NotificationsController } from './notifications.controller.js';

/** Mails to customers. */
export const notificationsFeature: Feature<{
  readonly mailer: Mailer;
  readonly unverified: UnverifiedMails;
}> = {
  entities: [NotificationRow, ErasedCustomerRow],
  migrations: [NotificationTables1760000001004, Erasure1760000001005],
  dataClasses: {
    notifications: {
      none: ['id', 'tenant', 'order_id', 'customer_id', 'template', 'subject', 'status'],
      customer: { recipient: 'recipients', error: 'recipients' },
    },
    erased_customers: { none: ['tenant', 'id'] },
    ...effectsErasedBy('waiting mails', 'waiting webhooks'),
  },
  tags: { notifications: 'Mails to customers.' },
  controllers: [NotificationsController, NotificationsConsumer],
  erasers: (pool) => [recipientEraser(pool), waitingMailEraser(pool)],
  compose: (ports, { mailer, unverified }) => {
    const mails = new MailSender(mailer, unverified, ports);
    return {
      providers: [mails, unverified],
      effects: { 'mail.send': mailSend(mails), 'recipient.forget': recipientForget(ports.erasure) },
      background: [{ start: () => undefined, stop: () => mailer.close() }],
    };
  },
};

/** Erasures that an older release has requested. */
function recipientForget(
  erasure: Erasure,
): Performer<{ readonly tenant: string; readonly customerId: string }, void> {
  return {
    perform: ({ tenant, customerId: id }, { context }) =>
      erasure.erase({ tenant, id, orderIds: [] }, context),
    answer: () => undefined,
  };
}
