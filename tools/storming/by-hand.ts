// What no code says of the shop: who asks, in which order things happen, and where it hurts. Every name is looked up in the code, and
// every event and every request must be told here.

/** All events, as a day of the shop has them. */
export const TIMELINE: Readonly<Record<string, readonly string[]>> = {
  'The shop is stocked': [
    'catalog.product-listed',
    'catalog.price-changed',
    'catalog.product-retired',
    'inventory.received',
    'inventory.adjusted',
    'inventory.low-stock',
  ],
  'Somebody is a customer': ['customer.registered', 'customer.updated'],
  'An order, when all goes well': [
    'order.placed',
    'inventory.reserved',
    'payment.authorized',
    'shipping.booked',
    'payment.captured',
    'order.confirmed',
  ],
  'An order, when it does not': [
    'inventory.backordered',
    'inventory.reservation-failed',
    'payment.declined',
    'shipping.refused',
    'payment.failed',
    'order.rejected',
    'order.refunded',
  ],
  'The customer wants something else': [
    'order.lines-changed',
    'order.shipping-address-changed',
    'order.cancellation-requested',
    'shipping.cancelled',
    'shipping.cancellation-refused',
    'order.cancellation-refused',
    'payment.voided',
    'payment.refunded',
    'inventory.released',
    'order.cancelled',
  ],
  'The parcel goes its way': [
    'shipping.picked',
    'shipping.shorted',
    'order.shorted',
    'shipping.packed',
    'shipping.labelled',
    'shipping.shipped',
    'inventory.committed',
    'order.shipped',
    'shipping.delivered',
    'order.delivered',
  ],
  Afterwards: ['order.return-requested', 'inventory.restocked', 'order.return-completed', 'customer.erased'],
  'The customer is told': ['notification.sent', 'notification.failed'],
};

/** Who asks for what over HTTP. Whatever begins with /admin is the operator's. */
export const ACTORS: Readonly<Record<string, readonly string[]>> = {
  customer: [
    'PUT /v1/customers/me',
    'DELETE /v1/customers/me',
    'POST /v1/orders',
    'POST /v1/orders/{id}/place',
    'PUT /v1/orders/{id}/lines/{sku}',
    'DELETE /v1/orders/{id}/lines/{sku}',
    'PUT /v1/orders/{id}/lines',
    'PUT /v1/orders/{id}/shipping-address',
    'POST /v1/orders/{id}/cancel',
    'POST /v1/orders/{id}/returns',
  ],
  shopkeeper: ['PUT /v1/products/{sku}'],
  warehouse: [
    'PUT /v1/stock/{sku}',
    'POST /v1/stock/{sku}/receipts',
    'POST /v1/stock/{sku}/adjustments',
    'POST /v1/shipments/{id}/pick',
    'POST /v1/shipments/{id}/dispatch',
    'POST /v1/shipments/{id}/deliver',
    'POST /v1/returns/{id}/receive',
  ],
  gateway: ['POST /v1/webhooks/gateway'],
  carrier: ['POST /v1/webhooks/carrier'],
  marketplace: ['POST /v1/imports/orders'],
  partner: ['POST /v1/webhooks', 'DELETE /v1/webhooks/{id}', 'POST /v1/webhooks/{id}/enable'],
};

interface HotSpot {
  readonly question: string;
  /** Messages that it is about. */
  readonly about: readonly string[];
  readonly answer: string;
  readonly file: string;
  /** In that file. */
  readonly name: string;
}

/** Where the walls were full of red notes, and what became of them. */
export const HOT_SPOTS: readonly HotSpot[] = [
  {
    question: 'The gateway does not answer: was the money taken?',
    about: ['payment.authorize', 'payment.capture'],
    answer: 'It is looked for, and the call is made again under the same key; never under a new one.',
    file: 'apps/payment/src/payments/gateway/performers.ts',
    name: 'performers',
  },
  {
    question: 'The customer cancels while the parcel leaves.',
    about: ['shipping.cancel', 'shipping.cancelled', 'shipping.cancellation-refused'],
    answer: 'Only shipping knows, so it is asked, and the order stands in CANCELLING until it has answered.',
    file: 'apps/order/src/orders/domain/order-status.ts',
    name: 'ORDER_STATUSES',
  },
  {
    question: 'A compensation overtakes its step.',
    about: ['payment.void', 'inventory.release', 'shipping.cancel'],
    answer: 'It leaves a tombstone, and the step that comes late does nothing.',
    file: 'apps/shipping/src/shipments/domain/shipment.ts',
    name: 'tombstone',
  },
  {
    question: 'A thousand orders want the last pieces of one SKU.',
    about: ['inventory.reserve', 'inventory.backordered'],
    answer: 'Its row is locked once for all that wait; the CHECK under it forbids less than nothing.',
    file: 'apps/inventory/src/stock/commands/reserve-stock.ts',
    name: 'reserveStock',
  },
  {
    question: 'Nobody confirms what is reserved.',
    about: ['inventory.released'],
    answer: 'It expires, and the order is told why.',
    file: 'apps/inventory/src/stock/expiries.ts',
    name: 'Expiries',
  },
  {
    question: 'The shelf holds less than the books say.',
    about: ['shipping.shorted', 'order.shorted'],
    answer: 'The order goes on without these pieces, and they are paid back.',
    file: 'apps/shipping/src/shipments/commands/pick-shipment.ts',
    name: 'pickShipment',
  },
  {
    question: 'What was paid does not divide by the pieces: what is one of them worth?',
    about: ['order.return-completed', 'payment.refund'],
    answer: 'Shares are within a cent of the exact one, and all of them together are all that was paid.',
    file: 'apps/order/src/orders/domain/refund-share.ts',
    name: 'refundOf',
  },
  {
    question: 'Events are for ever, and a customer wants to be forgotten.',
    about: ['customer.erased'],
    answer: 'Events name a row; the row is erased once no order of theirs is open.',
    file: 'apps/order/src/customers/erasure.ts',
    name: 'CustomerErasure',
  },
];
