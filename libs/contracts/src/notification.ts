import { z } from 'zod';
import { contract } from './contract.js';
import { orderId } from './examples.js';
import { id } from './values.js';

const topic = 'notification.events';
/** A mail that went out, or did not; the address stays with the service that sent it. */
const notification = { notificationId: z.string(), orderId: id.order.optional(), template: z.string() };
const example = {
  notificationId: '01a1fd89-aea0-7b8c-8a11-6f0f1a2b3c4d',
  orderId,
  template: 'order.confirmed',
};

export const notificationSent = contract({
  type: 'notification.sent',
  topic,
  story: { phase: 'notification' },
  description: 'The mail server accepted a mail to the customer.',
  schema: z.object(notification),
  example,
});
export const notificationFailed = contract({
  type: 'notification.failed',
  topic,
  story: { phase: 'notification', after: 'notification.sent' },
  description: 'The mail server rejected a mail permanently.',
  schema: z.object({ ...notification, error: z.string() }),
  example: { ...example, error: '550 5.1.1 No such mailbox' },
});
