import { messageTypes, topicTable } from '@waybill/contracts';
import { type Composition, type Ports, composeFeatures, defineService } from '@waybill/platform';
import { choreographyFeature } from './choreography/choreography.feature.js';
import { type PaymentSettings, paymentSettings } from './payment.settings.js';
import { alarmsFeature } from './payments/alarms/alarms.feature.js';
import { gatewayAt } from './payments/gateway/gateway-at.js';
import type { Gateway } from './payments/gateway/gateway.js';
import { paymentsFeature } from './payments/payments.feature.js';
import { reconciliationFeature } from './payments/reconciliation/reconciliation.feature.js';
import { gatewayWebhooksFeature } from './payments/webhooks/gateway-webhooks.feature.js';

const features = [
  paymentsFeature,
  alarmsFeature,
  gatewayWebhooksFeature,
  reconciliationFeature,
  choreographyFeature,
];

export { gatewayAt };

/** Authorizes, captures, voids and refunds the payments of orders at the gateway. */
export const paymentApp = defineService({
  name: 'payment',
  description: 'Payments for orders: authorizations, captures, voids and refunds at the payment gateway.',
  port: 3002,
  settings: paymentSettings,
  messageTypes,
  topics: topicTable,
  share: (ports: Ports, settings: PaymentSettings) => ({ gateway: gatewayAt(settings, ports) }),
  features,
});

/** The app with another gateway: for tests and the simulation. */
export function composePayment(ports: Ports, settings: PaymentSettings, gateway: Gateway): Composition {
  return composeFeatures(features, ports, { ...settings, gateway });
}
