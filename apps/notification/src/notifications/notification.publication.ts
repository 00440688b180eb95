import { notificationFailed, notificationSent } from '@waybill/contracts';
import { assertNever } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import type { Outcome } from './domain/notification.js';
import type { NotificationRow } from './notification.rows.js';

/** Publishes the outcome of a mail, without its recipient. */
export function publish(
  tx: Tx,
  { id, orderId, customerId, template }: NotificationRow,
  outcome: Outcome,
): void {
  const told = { notificationId: id, template, ...(orderId === null ? {} : { orderId }) };
  const key = orderId ?? customerId;
  switch (outcome.status) {
    case 'sent':
      tx.publish(notificationSent, key, told);
      return;
    case 'failed':
      tx.publish(notificationFailed, key, { ...told, error: outcome.error });
      return;
    default:
      assertNever(outcome);
  }
}
