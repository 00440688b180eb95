import { messageTypes, topicTable } from '@waybill/contracts';
import type { ServiceApp } from '@waybill/platform';
import { z } from 'zod';
import { DailyConsumer } from './daily/daily.consumer.js';
import { DailyController } from './daily/daily.controller.js';
import { DailyOrders, DailyPayments, dailyOrders, dailyPayments } from './daily/daily.rows.js';
import { DailyTables1760000001005 } from './database/daily-tables.js';

/** Counts what others say. Nobody waits for it: it may be stopped, and catches up when it is back. */
export const analyticsApp: ServiceApp = {
  name: 'analytics',
  group: 'order-analytics',
  description:
    'Per day: orders placed, confirmed and delivered, and the money that was captured by payment method.',
  port: 3005,
  lingerMs: 50,
  settings: z.object({}),
  entities: [DailyOrders, DailyPayments],
  view: [dailyOrders, dailyPayments],
  migrations: [DailyTables1760000001005],
  messageTypes,
  topics: topicTable,
  compose: () => ({ controllers: [DailyController, DailyConsumer], provide: [] }),
};
