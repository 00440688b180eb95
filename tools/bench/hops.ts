import type { ServiceName } from '@waybill/shop';

export type Change = 'insert' | 'update' | 'delete';
/** A table, the operation, and the number of rows. */
export type Write = readonly [table: string, change: Change, rows?: number];

/** One transaction of one service for one message: what it writes and what it publishes. */
export interface Hop {
  readonly service: ServiceName;
  readonly writes: readonly Write[];
  readonly publishes: readonly string[];
  /** The transaction that handles the result of an effect, which is performed immediately. */
  readonly then?: Hop;
}

const claim: Write = ['inbox', 'insert'];
const effectAsked: Write = ['effects', 'insert'];
const effectDone: Write = ['effects', 'delete'];

/** The order service handles a reply: event, stream, view and saga. */
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

/** A service that calls an external system before it replies. */
function asked(
  service: ServiceName,
  first: readonly Write[],
  answer: readonly Write[],
  publishes: readonly string[],
): Hop {
  const then: Hop = { service, writes: [effectDone, ...answer], publishes };
  return { service, writes: [claim, effectAsked, ...first], publishes: [], then };
}

/** The mail is sent before its message is recorded. */
const mail: Hop = {
  service: 'notification',
  writes: [claim, ['notifications', 'insert']],
  publishes: ['notification.sent'],
};

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

/** What the services write and publish for each message of an order until DELIVERED, as in the platform. */
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
      publishes: [],
      // The dispatch is due: the carrier is called. Its result requests the tracking, whose result is the delivery.
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
