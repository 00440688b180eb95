import type { MailData, Template } from '../mails/mails.js';

/**
 * Whether the message is about an order whose payment was authorized. Before that an order costs nothing, so anybody could have mails sent to
 * anybody.
 */
export function isPaid<T extends Template>(template: T, data: MailData[T]): boolean {
  switch (template) {
    case 'order.confirmed':
    case 'order.shipped':
    case 'order.delivered':
    case 'order.shorted':
    case 'order.refunded':
    case 'order.cancellation-refused':
    case 'order.return-requested':
    case 'order.return-completed':
      return true;
    case 'order.cancelled':
    case 'order.rejected':
      return ((data as MailData['order.cancelled' | 'order.rejected']).refund?.amount ?? 0) > 0;
    default:
      return false;
  }
}
