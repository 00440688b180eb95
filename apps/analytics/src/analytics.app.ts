import { messageTypes, topicTable } from '@waybill/contracts';
import { defineService } from '@waybill/platform';
import { z } from 'zod';
import { dailyFeature } from './daily/daily.feature.js';

/** Counts events of the other services. Nothing depends on it: it may be stopped, and catches up after a restart. */
export const analyticsApp = defineService({
  name: 'analytics',
  group: 'order-analytics',
  description:
    'Figures per day: orders placed, confirmed and delivered, and payments captured per payment method.',
  port: 3005,
  lingerMs: 200,
  settings: z.object({}),
  messageTypes,
  topics: topicTable,
  features: [dailyFeature],
});
