import { messageTypes, topicTable } from '@waybill/contracts';
import { type Composition, type Ports, composeFeatures, defineService } from '@waybill/platform';
import { mailerAt } from './mailer/mailer-at.js';
import type { Mailer } from './mailer/mailer.js';
import { type NotificationSettings, notificationSettings } from './notification.settings.js';
import { notificationsFeature } from './notifications/notifications.feature.js';
import { ChoiceLinks } from './unverified/choice-links.js';
import { UnverifiedMails } from './unverified/unverified-mails.js';
import { unverifiedFeature } from './unverified/unverified.feature.js';
import { type Post, post } from './webhooks/post.js';
import { webhooksFeature } from './webhooks/webhooks.feature.js';

const features = [notificationsFeature, webhooksFeature, unverifiedFeature];

/** Notifies customers by mail and partners by webhook about their orders. */
export const notificationApp = defineService({
  name: 'notification',
  description: 'Mails to customers about their orders, and webhooks for partners.',
  port: 3004,
  // A short delay does no harm here, and a batch of notifications costs as much as a single one.
  lingerMs: 200,
  settings: notificationSettings,
  messageTypes,
  topics: topicTable,
  share: (_: Ports, settings: NotificationSettings) => ({
    mailer: mailerAt(settings),
    post,
    ...unverifiedOf(settings),
  }),
  features,
});

/** The app with another mailer and another HTTP client for webhooks, for the simulation. */
export function composeNotification(
  ports: Ports,
  settings: NotificationSettings,
  mailer: Mailer,
  post: Post,
): Composition {
  return composeFeatures(features, ports, { ...settings, mailer, post, ...unverifiedOf(settings) });
}

function unverifiedOf({ MAIL_CHOICE_KEY: key, MAIL_CHOICE_URL: url, MAILS_PER_DAY }: NotificationSettings) {
  const links = key && url ? new ChoiceLinks(key, url) : undefined;
  return { links, unverified: new UnverifiedMails(links, MAILS_PER_DAY) };
}
