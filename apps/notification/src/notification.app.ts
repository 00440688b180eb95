import { messageTypes, topicTable } from '@waybill/contracts';
import { type Composition, type Ports, composeFeatures, defineService } from '@waybill/platform';
import { mailerAt } from './mailer/mailer-at.js';
import type { Mailer } from './mailer/mailer.js';
import { type NotificationSettings, notificationSettings } from './notification.settings.js';
import { notificationsFeature } from './notifications/notifications.feature.js';
import { type Post, post } from './webhooks/post.js';
import { webhooksFeature } from './webhooks/webhooks.feature.js';

const features = [notificationsFeature, webhooksFeature];

/** Tells customers by mail, and partners by webhook, what becomes of orders. */
export const notificationApp = defineService({
  name: 'notification',
  description: 'Mails to customers about their orders, and webhooks for partners.',
  port: 3004,
  // A mail may come a moment later, and mails of a moment cost as much as one.
  lingerMs: 200,
  settings: notificationSettings,
  messageTypes,
  topics: topicTable,
  share: (_: Ports, settings: NotificationSettings) => ({ mailer: mailerAt(settings), post }),
  features,
});

/** The app with another mailer and another way to call partners: for the simulation. */
export function composeNotification(
  ports: Ports,
  settings: NotificationSettings,
  mailer: Mailer,
  post: Post,
): Composition {
  return composeFeatures(features, ports, { ...settings, mailer, post });
}
