// Hot spots belong to no single message or route: where a workshop asks what can go wrong, and what became of each question.

export interface HotSpot {
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
