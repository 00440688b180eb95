import { Logger } from '@nestjs/common';
import type { Tx } from '@waybill/unit-of-work';
import { type MailData, type Template, mailOf } from '../../mails/mails.js';
import type { SendRequested } from '../mail-effect.js';
import { erasedCustomers, notifications } from '../notification.rows.js';

const logger = new Logger('notifications');

/**
 * Queues one mail per message: the id of the mail is the id of the message. Erased customers get none, even if the message arrives before
 * `customer.erased` or after a new registration: messages about their earlier orders have no address.
 */
export async function notifyCustomer<T extends Template>(
  tx: Tx,
  template: T,
  data: MailData[T],
): Promise<void> {
  const { messageId: id, tenant } = tx.context;
  const { customerId, email: recipient } = data;
  const [known, erased] = await Promise.all([
    tx.load(notifications, { id }),
    tx.load(erasedCustomers, { tenant, id: customerId }),
  ]);
  if (known || erased) return;
  if (recipient === '') {
    logger.log(
      { template, messageId: id },
      'no mail: the message has no address, because the customer was erased or gave none',
    );
    return;
  }

  const orderId = 'orderId' in data ? data.orderId : null;
  const { subject } = mailOf(template, data);
  tx.save(notifications, {
    id,
    tenant,
    orderId,
    customerId,
    template,
    recipient,
    subject,
    status: 'queued',
    createdAt: tx.at,
    sentAt: null,
    error: null,
  });
  const payload: SendRequested<T> = { id, template, data };
  tx.effect({ kind: 'mail.send', key: orderId ?? customerId, payload });
}
