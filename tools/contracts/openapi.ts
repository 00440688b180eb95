import { type ServiceApp, openApiOf } from '@waybill/platform';
import { analyticsApp } from '../../apps/analytics/src/analytics.app.js';
import { inventoryApp } from '../../apps/inventory/src/inventory.app.js';
import { notificationApp } from '../../apps/notification/src/notification.app.js';
import { orderApp } from '../../apps/order/src/order.app.js';
import { paymentApp } from '../../apps/payment/src/payment.app.js';
import { shippingApp } from '../../apps/shipping/src/shipping.app.js';

const APPS = [
  orderApp,
  inventoryApp,
  paymentApp,
  shippingApp,
  notificationApp,
  analyticsApp,
] as unknown as readonly ServiceApp[];

/** Enough to put a service together; nobody connects to any of it. */
const NOWHERE = {
  DATABASE_URL: 'postgres://nobody@localhost/nothing',
  BROKER_URL: 'memory://',
  JWT_KEY: 'x'.repeat(32),
  STRIPE_API_KEY: 'sk_test_nobody',
  STRIPE_API_BASE: 'memory://',
  CARRIER_URL: 'memory://',
  SMTP_URL: 'discard://',
};

/** The OpenAPI document of each service, by name. */
export async function openApiDocuments(): Promise<ReadonlyMap<string, object>> {
  const documents = APPS.map(async (app) => [app.name, await openApiOf(app, NOWHERE)] as const);
  return new Map(await Promise.all(documents));
}
