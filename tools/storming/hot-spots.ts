// The hot spots of the event storming: questions about what can go wrong, which belong to no single message or route, and their answers.

export interface HotSpot {
  readonly question: string;
  /** Messages that it is about. */
  readonly about: readonly string[];
  readonly answer: string;
  readonly file: string;
  /** A name in that file. */
  readonly name: string;
}

export const HOT_SPOTS: readonly HotSpot[] = [
  {
    question: 'The gateway does not answer: was the money taken?',
    about: ['payment.authorize', 'payment.capture'],
    answer:
      'Payment looks the payment up, and repeats the call with the same idempotency key, never with a new one.',
    file: 'apps/payment/src/payments/gateway/performers.ts',
    name: 'performers',
  },
  {
    question: 'The customer cancels while the shipment leaves.',
    about: ['shipping.cancel', 'shipping.cancelled', 'shipping.cancellation-refused'],
    answer: 'Only shipping knows whether it is too late. The order is CANCELLING until shipping replies.',
    file: 'apps/order/src/orders/domain/order-status.ts',
    name: 'ORDER_STATUSES',
  },
  {
    question: 'A compensation arrives before its step.',
    about: ['payment.void', 'inventory.release', 'shipping.cancel'],
    answer: 'It leaves a tombstone, and the late step is refused.',
    file: 'apps/shipping/src/shipments/domain/shipment.ts',
    name: 'tombstone',
  },
  {
    question: 'A thousand orders compete for the last units of one SKU.',
    about: ['inventory.reserve', 'inventory.backordered'],
    answer: 'One batch locks its row once for all of them; a CHECK constraint forbids negative stock.',
    file: 'apps/inventory/src/stock/commands/reserve-stock.ts',
    name: 'reserveStock',
  },
  {
    question: 'A reservation is never confirmed.',
    about: ['inventory.released'],
    answer: 'It expires, and the order is rejected.',
    file: 'apps/inventory/src/stock/expiries.ts',
    name: 'Expiries',
  },
  {
    question: 'The shelf holds fewer units than recorded.',
    about: ['shipping.shorted', 'order.shorted'],
    answer: 'The order continues without the missing units, which are refunded.',
    file: 'apps/shipping/src/shipments/commands/pick-shipment.ts',
    name: 'pickShipment',
  },
  {
    question: 'The amount paid cannot be divided evenly by the units: what is one unit worth?',
    about: ['order.return-completed', 'payment.refund'],
    answer: 'Each share is within one cent of the exact value, and the shares add up to the amount paid.',
    file: 'apps/order/src/orders/domain/refund-share.ts',
    name: 'refundOf',
  },
  {
    question: 'Events are kept for ever, and a customer asks to be erased.',
    about: ['customer.erased'],
    answer: 'Events refer to a row with the personal data. It is erased once the customer has no open order.',
    file: 'apps/order/src/customers/erasure.ts',
    name: 'CustomerErasure',
  },
];
