import type { ServiceName } from '@waybill/shop';

export type Change = 'insert' | 'update' | 'delete';
/** A table, what happens to one of its rows, and how many rows. */
export type Write = readonly [table: string, change: Change, rows?: number];

/** One transaction of one service for one message: what it writes and what it publishes. */
export interface Hop {
  readonly service: ServiceName;
  readonly writes: readonly Write[];
  readonly publishes: readonly string[];
  /** An effect asked for here: performed at once, and answered by a transaction of its own. */
  readonly then?: Hop;
}

const claim: Write = ['inbox', 'insert'];
const effectAsked: Write = ['effects', 'insert'];
const effectDone: Write = ['effects', 'delete'];

/** The order service hears an answer: event, stream, view and saga. */
function heard(publishes: readonly string[], events = 1): Hop {
  const writes: Write[] = [
    claim,
    ['events', 'insert', events],
    ['streams', 'update'],
    ['order_summaries', 'update'],
    ['sagas', 'update'],
  ];
  return { service: 'order', writes, publishes };
}

/** A service that asks the world before it answers. */
function asked(
  service: ServiceName,
  first: readonly Write[],
  answer: readonly Write[],
  publishes: readonly string[],
): Hop {
  const then: Hop = { service, writes: [effectDone, ...answer], publishes };
  return { service, writes: [claim, effectAsked, ...first], publishes: [], then };
}

const mail = asked(
  'notification',
  [['notifications', 'insert']],
  [['notifications', 'update']],
  ['notification.sent'],
);

/** The placement: what POST /v1/orders writes. */
export const PLACEMENT: Hop = {
  service: 'order',
  writes: [
    claim,
    ['idempotency_keys', 'insert'],
    ['streams', 'insert'],
    ['events', 'insert'],
    ['order_summaries', 'insert'],
    ['contacts', 'insert'],
    ['sagas', 'insert'],
  ],
  publishes: ['order.placed', 'inventory.reserve'],
};

const payment: Write = ['payments', 'update'];
const shipment: Write = ['shipments', 'update'];

/** What each message of an order's way to DELIVERED makes the services write and publish, as the platform does. */
export const HOPS: Readonly<Record<string, readonly Hop[]>> = {
  'order.placed': [mail],
  'inventory.reserve': [
    {
      service: 'inventory',
      writes: [claim, ['reservations', 'insert'], ['stock', 'update', 2]],
      publishes: ['inventory.reserved'],
    },
  ],
  'inventory.reserved': [heard(['payment.authorize'])],
  'payment.authorize': [asked('payment', [['payments', 'insert']], [payment], ['payment.authorized'])],
  'payment.authorized': [heard(['shipping.book'])],
  'shipping.book': [asked('shipping', [['shipments', 'insert']], [shipment], ['shipping.booked'])],
  'shipping.booked': [heard(['payment.capture'])],
  'payment.capture': [asked('payment', [payment], [payment], ['payment.captured'])],
  'payment.captured': [heard(['order.confirmed'])],
  'order.confirmed': [
    mail,
    { service: 'inventory', writes: [claim, ['reservations', 'update']], publishes: [] },
    {
      service: 'shipping',
      writes: [claim, effectAsked, shipment],
      publishes: ['shipping.picked', 'shipping.packed', 'shipping.labelled'],
      // Due: the carrier is asked to fetch it; its answer asks for the tracking, whose answer is the delivery.
      then: {
        service: 'shipping',
        writes: [effectDone, effectAsked, shipment],
        publishes: [],
        then: {
          service: 'shipping',
          writes: [effectDone, effectAsked, shipment],
          publishes: ['shipping.shipped'],
          then: {
            service: 'shipping',
            writes: [effectDone, shipment],
            publishes: ['shipping.delivered'],
          },
        },
      },
    },
  ],
  'shipping.shipped': [
    {
      service: 'inventory',
      writes: [claim, ['reservations', 'update'], ['stock', 'update', 2], ['stock_movements', 'insert', 2]],
      publishes: ['inventory.committed'],
    },
    {
      service: 'order',
      writes: [claim, ['events', 'insert'], ['streams', 'update'], ['order_summaries', 'update']],
      publishes: ['order.shipped'],
    },
  ],
  'shipping.delivered': [
    {
      service: 'order',
      writes: [claim, ['events', 'insert'], ['streams', 'update'], ['order_summaries', 'update']],
      publishes: ['order.delivered'],
    },
  ],
  'order.shipped': [mail],
  'order.delivered': [mail],
};
