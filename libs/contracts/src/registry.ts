import type { Contract } from './contract.js';
import * as catalog from './catalog.js';
import * as customer from './customer.js';
import * as inventory from './inventory.js';
import * as notification from './notification.js';
import * as order from './order.js';
import * as payment from './payment.js';
import * as shipping from './shipping.js';

const all: readonly Contract[] = [
  catalog,
  customer,
  inventory,
  notification,
  order,
  payment,
  shipping,
].flatMap((module): Contract[] => Object.values(module) as unknown as Contract[]);

/** Every message type of the platform by its name. */
export const messageTypes: ReadonlyMap<string, Contract> = new Map(all.map((type) => [type.type, type]));

export const SERVICES = ['order', 'inventory', 'payment', 'shipping', 'notification'] as const;
/** Services that only listen: no order waits for them. */
export const LISTENERS = ['analytics'] as const;

/**
 * The groups that hear each topic. A broker that keeps a message only for groups that it knows (RabbitMQ) thus knows them with
 * the topic, before the services first start. A group that is not here hears what comes once it has subscribed.
 */
const READERS: Readonly<Record<string, readonly string[]>> = {
  'customer.events': [
    'waybill.notification',
    'waybill.inventory',
    'waybill.payment',
    'waybill.shipping',
    'order-analytics',
  ],
  'inventory.commands': ['waybill.inventory'],
  'inventory.events': ['waybill.order', 'waybill.payment', 'waybill.shipping'],
  'order.events': [
    'waybill.inventory',
    'waybill.payment',
    'waybill.shipping',
    'waybill.notification',
    'order-analytics',
  ],
  'payment.commands': ['waybill.payment'],
  'payment.events': ['waybill.order', 'waybill.shipping', 'order-analytics'],
  'shipping.commands': ['waybill.shipping'],
  'shipping.events': ['waybill.order', 'waybill.inventory', 'waybill.payment', 'waybill.shipping'],
};

const DAY = 86_400_000;

/** The one table of topics: every topic of the platform, its partitions and retention. */
export function topicTable(settings: { partitions: number; retentionDays: number }) {
  const retention: Record<string, number> = Object.fromEntries(
    [...new Set(all.map(({ topic }) => topic))].map((topic) => [topic, settings.retentionDays * DAY]),
  );
  // A letter waits for a person, who may be on holiday.
  for (const service of [...SERVICES, ...LISTENERS])
    retention[`${service}.dead-letters`] = Math.max(settings.retentionDays, 14) * DAY;
  return Object.entries(retention).map(([name, retentionMs]) => ({
    name,
    partitions: settings.partitions,
    retentionMs,
    readers: READERS[name] ?? [],
  }));
}
