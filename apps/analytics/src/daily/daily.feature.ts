import type { Feature } from '@waybill/platform';
import { DailyConsumer } from './daily.consumer.js';
import { DailyController } from './daily.controller.js';
import { DailyOrders, DailyPayments, dailyOrders, dailyPayments } from './daily.rows.js';
import { ErasedCustomersConsumer } from './erased-customers.consumer.js';
import { DailyTables1760000001005 } from './migrations/daily-tables.js';

/** Counts per day. */
export const dailyFeature: Feature = {
  entities: [DailyOrders, DailyPayments],
  migrations: [DailyTables1760000001005],
  dataClasses: {
    daily_orders: { none: ['tenant'] },
    daily_payments: { none: ['tenant', 'method', 'currency'] },
  },
  view: [dailyOrders, dailyPayments],
  tags: { analytics: 'Numbers of orders and payments per day.' },
  controllers: [DailyController, DailyConsumer, ErasedCustomersConsumer],
};
