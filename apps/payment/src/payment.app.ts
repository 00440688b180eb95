import { messageTypes, topicTable } from '@waybill/contracts';
import type { Composition, Ports, ServiceApp } from '@waybill/platform';
import { PayableRow, Payables1760000002004 } from './choreography/payables.rows.js';
import { PaymentsChoreography } from './choreography/payments.choreography.js';
import { PaymentAlarms1760000002003 } from './database/payment-alarms.js';
import { PaymentRevisions1760000002002 } from './database/payment-revisions.js';
import { PaymentTables1760000001002 } from './database/payment-tables.js';
import { PaymentAlarmRow, openAlarms } from './payments/alarms/alarm.rows.js';
import { PaymentAlarmsController } from './payments/alarms/alarms.controller.js';
import type { Gateway } from './payments/gateway/gateway.js';
import { MemoryGateway } from './payments/gateway/memory-gateway.js';
import { performers } from './payments/gateway/performers.js';
import { StripeGateway } from './payments/gateway/stripe-gateway.js';
import { oldestDoubt } from './payments/in-doubt.js';
import { PaymentsConsumer } from './payments/payments.consumer.js';
import { PaymentsController } from './payments/payments.controller.js';
import { PaymentRow, RefundRow } from './payments/payments.rows.js';
import { DailyReconciliation, reconcileDay } from './payments/reconciliation/daily-reconciliation.js';
import { Reconciler, ReconciliationController } from './payments/reconciliation/reconciliation.controller.js';
import { ReconciliationRow, newestDifferences } from './payments/reconciliation/reconciliation.rows.js';
import { forgetEvents } from './payments/webhooks/forget-events.js';
import { GatewayWebhookController } from './payments/webhooks/gateway-webhook.controller.js';
import { GatewayWebhooks } from './payments/webhooks/gateway-webhooks.js';
import { WebhookEventRow } from './payments/webhooks/webhook-events.rows.js';
import { Reconciliations1760000002005 } from './database/reconciliations.js';
import { type PaymentSettings, paymentSettings } from './settings.js';

/** The money of orders: authorized, captured, voided, refunded at the gateway. */
export const paymentApp: ServiceApp<typeof paymentSettings.shape> = {
  name: 'payment',
  description: 'Payments of orders at the gateway: authorizations, captures, voids and refunds.',
  port: 3002,
  settings: paymentSettings,
  entities: [PaymentRow, RefundRow, WebhookEventRow, PaymentAlarmRow, ReconciliationRow, PayableRow],
  migrations: [
    PaymentTables1760000001002,
    PaymentRevisions1760000002002,
    PaymentAlarms1760000002003,
    Payables1760000002004,
    Reconciliations1760000002005,
  ],
  messageTypes,
  topics: topicTable,
  statuses: { WEBHOOK_SIGNATURE_INVALID: 400 },
  compose: (ports, settings) => composePayment(ports, settings, gatewayOf(settings, ports)),
};

/** The app over a gateway that is given. */
export function composePayment(
  { shell, clock, ids, pool, timers, report }: Ports,
  {
    FULFILMENT = 'orchestrated',
    STRIPE_WEBHOOK_SECRET,
  }: Pick<PaymentSettings, 'STRIPE_WEBHOOK_SECRET'> & Partial<PaymentSettings>,
  gateway: Gateway,
): Composition {
  return {
    controllers: [
      PaymentsController,
      PaymentsConsumer,
      PaymentAlarmsController,
      GatewayWebhookController,
      ReconciliationController,
      ...(FULFILMENT === 'choreographed' ? [PaymentsChoreography] : []),
    ],
    provide: [new GatewayWebhooks(STRIPE_WEBHOOK_SECRET), new Reconciler(pool, gateway)],
    effects: { ...performers(gateway, clock), 'payment.reconcile': reconcileDay(pool, gateway) },
    background: [forgetEvents(pool, timers), new DailyReconciliation({ shell, clock, ids, timers, report })],
    gauges: {
      waybill_payments_unknown_seconds: {
        help: 'How long ago the oldest call was asked for that the gateway has not answered',
        read: () => oldestDoubt(pool, clock.now()),
      },
      waybill_payment_alarms: {
        help: 'Money that only a person can put right: /admin/payment-alarms',
        read: () => openAlarms(pool),
      },
      waybill_reconciliation_differences: {
        help: 'What the gateway and we disagree about in the last day that was compared: /admin/reconciliations',
        read: () => newestDifferences(pool),
      },
    },
  };
}

export function gatewayOf(settings: PaymentSettings, { ids }: Pick<Ports, 'ids'>): Gateway {
  const { STRIPE_API_KEY, STRIPE_API_BASE, STRIPE_TIMEOUT } = settings;
  if (STRIPE_API_BASE.startsWith('memory:')) return new MemoryGateway(ids);
  return new StripeGateway(STRIPE_API_KEY, STRIPE_API_BASE, STRIPE_TIMEOUT);
}
