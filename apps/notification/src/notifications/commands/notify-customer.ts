import { Logger } from '@nestjs/common';
import type { Tx } from '@waybill/unit-of-work';
import { type MailData, type Template, mailOf } from '../../mails/mails.js';
import { type UnverifiedMails, isUnverified, plainData } from '../../unverified/unverified-mails.js';
import { type Outcome, settle } from '../domain/notification.js';
import type { SendRequested } from '../mail-sender.js';
import { publish } from '../notification.publication.js';
import { type NotificationRow, erasedCustomers, notifications } from '../notification.rows.js';

const logger = new Logger('notifications');

interface Sending {
  /** Present if the mail was sent before. */
  readonly outcome?: Outcome | undefined;
  readonly unverified: UnverifiedMails;
}

/**
 * Records one mail per message, and queues it unless it was sent before (`outcome`). The id of the mail is the id of the message. Erased
 * customers get none, even if the message arrives before `customer.erased` or after a new registration: messages about their earlier orders
 * have no address.
 */
export async function notifyCustomer<T extends Template>(
  tx: Tx,
  template: T,
  data: MailData[T],
  { outcome, unverified }: Sending,
): Promise<void> {
  const { messageId: id, tenant } = tx.context;
  const { customerId, email: recipient } = data;
  const [known, erased] = await Promise.all([
    tx.load(notifications, { id }),
    tx.load(erasedCustomers, { tenant, id: customerId }),
  ]);
  // A mail that was sent while its customer was erased is recorded, without the address.
  if (known || (erased && !outcome)) return;
  if (recipient === '') {
    logger.log(
      { template, messageId: id },
      'no mail: the message has no address, because the customer was erased or gave none',
    );
    return;
  }

  const permission = isUnverified(data) ? await unverified.permit(tx, template, data) : undefined;
  if (permission?.send === 'no') {
    logger.log({ template, messageId: id, why: permission.why }, 'no mail to an unverified address');
    return;
  }
  const isPlain = permission?.send === 'plain';
  const shown = isPlain ? plainData(template, data) : data;
  const orderId = 'orderId' in data ? data.orderId : null;
  const { subject } = mailOf(template, shown);
  const queued: NotificationRow = {
    id,
    tenant,
    orderId,
    customerId,
    template,
    recipient: erased ? null : recipient,
    subject,
    status: 'queued',
    createdAt: tx.at,
    sentAt: null,
    error: null,
  };
  tx.save(notifications, outcome ? settle(queued, outcome, tx.at) : queued);
  if (outcome) return publish(tx, queued, outcome);
  const payload: SendRequested<T> = { id, template, data: shown, ...(isPlain && { unverified: true }) };
  tx.effect({ kind: 'mail.send', key: orderId ?? customerId, payload });
}
