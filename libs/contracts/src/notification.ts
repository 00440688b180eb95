import { z } from 'zod';
import { messageType } from './message-type.js';

/** A mail that went out, or did not; the address stays with the service that sent it. */
const notification = { notificationId: z.string(), orderId: z.string().optional(), template: z.string() };

export const notificationSent = messageType(
  'notification.sent',
  1,
  'notification.events',
  z.object(notification),
);
export const notificationFailed = messageType(
  'notification.failed',
  1,
  'notification.events',
  z.object({ ...notification, error: z.string() }),
);
