import { messageTypes, topicTable } from '@waybill/contracts';
import type { Composition, Ports, ServiceApp } from '@waybill/platform';
import { PaymentRevisions1760000002002 } from './database/payment-revisions.js';
import { PaymentTables1760000001002 } from './database/payment-tables.js';
import type { Gateway } from './payments/gateway/gateway.js';
import { MemoryGateway } from './payments/gateway/memory-gateway.js';
import { performers } from './payments/gateway/performers.js';
import { StripeGateway } from './payments/gateway/stripe-gateway.js';
import { PaymentsConsumer } from './payments/payments.consumer.js';
import { PaymentsController } from './payments/payments.controller.js';
import { PaymentRow, RefundRow } from './payments/payments.rows.js';
import { forgetEvents } from './payments/webhooks/forget-events.js';
import { GatewayWebhookController } from './payments/webhooks/gateway-webhook.controller.js';
import { GatewayWebhooks } from './payments/webhooks/gateway-webhooks.js';
import { WebhookEventRow } from './payments/webhooks/webhook-events.rows.js';
import { type PaymentSettings, paymentSettings } from './settings.js';

/** The money of orders: authorized, captured, voided, refunded at the gateway. */
export const paymentApp: ServiceApp<typeof paymentSettings.shape> = {
  name: 'payment',
  description: 'Payments of orders at the gateway: authorizations, captures, voids and refunds.',
  port: 3002,
  settings: paymentSettings,
  entities: [PaymentRow, RefundRow, WebhookEventRow],
  migrations: [PaymentTables1760000001002, PaymentRevisions1760000002002],
  messageTypes,
  topics: topicTable,
  statuses: { WEBHOOK_SIGNATURE_INVALID: 400 },
  compose: (ports, settings) => composePayment(ports, settings, gatewayOf(settings, ports)),
};

/** The app over a gateway that is given. */
export function composePayment(
  { clock, pool, timers }: Ports,
  { STRIPE_WEBHOOK_SECRET }: Pick<PaymentSettings, 'STRIPE_WEBHOOK_SECRET'>,
  gateway: Gateway,
): Composition {
  return {
    controllers: [PaymentsController, PaymentsConsumer, GatewayWebhookController],
    provide: [new GatewayWebhooks(STRIPE_WEBHOOK_SECRET)],
    effects: performers(gateway, clock),
    background: [forgetEvents(pool, timers)],
  };
}

function gatewayOf({ STRIPE_API_KEY, STRIPE_API_BASE }: PaymentSettings, { ids }: Ports): Gateway {
  if (STRIPE_API_BASE.startsWith('memory:')) return new MemoryGateway(ids);
  return new StripeGateway(STRIPE_API_KEY, STRIPE_API_BASE);
}
