import type { Feature } from '@waybill/platform';
import { paymentErrors } from './domain/payment.errors.js';
import type { Gateway } from './gateway/gateway.js';
import { performers } from './gateway/performers.js';
import { oldestDoubt } from './in-doubt.js';
import { refundReasonEraser } from './erasers.js';
import { ErasedCustomersConsumer } from './erased-customers.consumer.js';
import { CaptureTimes1760000002031 } from './migrations/capture-times.js';
import { PaymentLists1760000002033 } from './migrations/payment-lists.js';
import { PaymentModes1760000002007 } from './migrations/payment-modes.js';
import { PaymentRevisions1760000002002 } from './migrations/payment-revisions.js';
import { PaymentTables1760000001002 } from './migrations/payment-tables.js';
import { RefundPurposes1760000002006 } from './migrations/refund-purposes.js';
import { PaymentsConsumer } from './payments.consumer.js';
import { PaymentsController } from './payments.controller.js';
import { PaymentRow, RefundRow } from './payments.rows.js';

/** Payments and refunds, through the gateway. */
export const paymentsFeature: Feature<{ readonly gateway: Gateway }> = {
  entities: [PaymentRow, RefundRow],
  migrations: [
    PaymentTables1760000001002,
    PaymentRevisions1760000002002,
    RefundPurposes1760000002006,
    PaymentModes1760000002007,
    CaptureTimes1760000002031,
    PaymentLists1760000002033,
  ],
  dataClasses: {
    payments: {
      none: [
        'order_id',
        'tenant',
        'customer_id',
        'status',
        'currency',
        'gateway_id',
        'method',
        'refusal',
        'held',
        'unchanged',
        'in_flight',
        'waiting',
      ],
    },
    refunds: {
      none: ['refund_id', 'order_id', 'tenant', 'currency', 'purpose', 'subject', 'status', 'refusal'],
      customer: { reason: 'refund reasons' },
    },
  },
  erasers: (pool) => [refundReasonEraser(pool)],
  errors: paymentErrors,
  tags: { payments: 'Payments of orders with their refunds.' },
  controllers: [PaymentsController, PaymentsConsumer, ErasedCustomersConsumer],
  compose: ({ clock, pool }, { gateway }) => ({
    effects: performers(gateway, clock),
    gauges: {
      waybill_payments_unknown_seconds: {
        help: 'Age in seconds of the oldest unanswered request to the gateway',
        read: () => oldestDoubt(pool, clock.now()),
      },
    },
  }),
};
