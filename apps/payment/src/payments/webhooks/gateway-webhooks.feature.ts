import type { Feature } from '@waybill/platform';
import type { PaymentSettings } from '../../payment.settings.js';
import { forgetEvents } from './forget-events.js';
import { GatewayWebhookController } from './gateway-webhook.controller.js';
import { gatewayWebhookErrors } from './gateway-webhook.errors.js';
import { GatewayWebhooks } from './gateway-webhooks.js';
import { WebhookEventRow } from './webhook-events.rows.js';

/** Events that the gateway posts to this service. */
export const gatewayWebhooksFeature: Feature<Pick<PaymentSettings, 'STRIPE_WEBHOOK_SECRET'>> = {
  entities: [WebhookEventRow],
  dataClasses: { webhook_events: { none: ['id'] } },
  errors: gatewayWebhookErrors,
  tags: { webhooks: 'Events of the payment gateway.' },
  controllers: [GatewayWebhookController],
  compose: ({ pool, timers }, { STRIPE_WEBHOOK_SECRET }) => ({
    providers: [new GatewayWebhooks(STRIPE_WEBHOOK_SECRET)],
    background: [forgetEvents(pool, timers)],
  }),
};
