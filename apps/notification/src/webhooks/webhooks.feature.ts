import type { Feature } from '@waybill/platform';
import type { NotificationSettings } from '../notification.settings.js';
import { type DeliveryOptions, webhookDeliver } from './deliver.js';
import { waitingDeliveryEraser, webhookQueueEraser } from './erasers.js';
import { forgetDeliveries } from './forget-deliveries.js';
import { PartnerWebhooks1760000002004 } from './migrations/partner-webhooks.js';
import { webhookErrors } from './webhook.errors.js';
import {
  WebhookDeliveryRow,
  WebhookDirectoryRow,
  WebhookEndpointRow,
  WebhookLaneRow,
  disabledWebhooks,
} from './webhook.rows.js';
import { WebhookLimits, WebhooksController } from './webhooks.controller.js';

type Needs = Pick<
  NotificationSettings,
  'WEBHOOK_TARGETS' | 'WEBHOOKS_PER_TENANT' | 'WEBHOOK_RETRY_AFTER' | 'WEBHOOK_GIVE_UP_AFTER'
> & { readonly post: DeliveryOptions['post'] };

/** Webhooks of partners. */
export const webhooksFeature: Feature<Needs> = {
  entities: [WebhookDirectoryRow, WebhookEndpointRow, WebhookLaneRow, WebhookDeliveryRow],
  migrations: [PartnerWebhooks1760000002004],
  dataClasses: {
    webhook_directories: { none: ['tenant', 'endpoints'] },
    webhook_endpoints: {
      none: ['id', 'tenant', 'types', 'status', 'reason'],
      kept: { url: 'partners: where their events go', secret: 'partners: signs their events' },
    },
    webhook_lanes: { none: ['endpoint_id', 'order_id'], customer: { waiting: 'webhook queues' } },
    webhook_deliveries: { none: ['endpoint_id', 'message_id', 'order_id', 'type', 'status', 'error'] },
  },
  errors: webhookErrors,
  tags: { webhooks: 'Endpoints of partners that receive events of orders.' },
  controllers: [WebhooksController],
  erasers: (pool) => [waitingDeliveryEraser(pool), webhookQueueEraser(pool)],
  compose: (
    { rows, pool, clock, timers },
    { WEBHOOK_TARGETS: targets, WEBHOOKS_PER_TENANT, WEBHOOK_RETRY_AFTER, WEBHOOK_GIVE_UP_AFTER, post },
  ) => ({
    providers: [new WebhookLimits(targets, WEBHOOKS_PER_TENANT)],
    effects: {
      'webhook.deliver': webhookDeliver({
        rows,
        clock,
        targets,
        retryAfterMs: WEBHOOK_RETRY_AFTER,
        giveUpAfterMs: WEBHOOK_GIVE_UP_AFTER,
        post,
      }),
    },
    background: [forgetDeliveries(pool, timers)],
    gauges: {
      waybill_webhooks_disabled: {
        help: 'Webhooks that were disabled because their deliveries kept failing. See /v1/webhooks',
        read: () => disabledWebhooks(pool),
      },
    },
  }),
};
