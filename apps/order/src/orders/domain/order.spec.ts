import { describe, expect, it } from '@jest/globals';
import { codeOf, money } from '@waybill/kernel';
import { type Told, specify } from '@waybill/testing';
import { ORDER_STATUSES, type OrderStatus, evolve, initialOrder } from './order-state.js';
import type { OrderEvent } from './order.events.js';
import { Order, type Placement } from './order.js';

const at = new Date('2026-11-21T10:00:00Z');
const id = '01936f00-0000-7000-8000-000000000001';
const { given } = specify<Order['state'], OrderEvent, Order>(
  { id, initial: initialOrder, evolve, create: (...args) => new Order(...args) },
  at,
);

const eur = (amount: number) => money(amount, 'EUR');
const mugs = { sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: eur(1250) };
const tea = { sku: 'TEA', name: 'Tea', quantity: 1, unitPrice: eur(899) };
const placement: Placement = {
  customerId: 'ada',
  contact: id,
  lines: [mugs, tea],
  charges: [{ kind: 'postage', amount: eur(495) }],
  paymentMethod: 'pm_card_visa',
};
const shipment = { shipmentId: 's-1', carrier: 'Swift', trackingNumber: 'T1', eta: '2026-11-23' };
const outOfStock = { code: 'OUT_OF_STOCK', detail: 'no mugs' };
const tooLate = { code: 'ALREADY_DISPATCHED', detail: 'on its way' };

const placed = { type: 'order.placed', data: { ...placement, total: eur(3894) } } as const;
const reserved = { type: 'order.stock-reserved', data: {} } as const;
const authorized = { type: 'order.payment-authorized', data: { paymentId: 'p-1' } } as const;
const booked = { type: 'order.shipment-booked', data: shipment } as const;
const confirmed = { type: 'order.confirmed', data: { paymentId: 'p-1' } } as const;
const shipped = { type: 'order.shipped', data: shipment } as const;
const delivered = {
  type: 'order.delivered',
  data: { shipmentId: 's-1', deliveredAt: '2026-11-23T10:00:00Z' },
} as const;
const rejected = { type: 'order.rejected', data: outOfStock } as const;
const cancelling = {
  type: 'order.cancellation-requested',
  data: { reason: 'too slow', by: 'customer' },
} as const;
const cancellationRefused = { type: 'order.cancellation-refused', data: tooLate } as const;
const cancelled = {
  type: 'order.cancelled',
  data: { reason: 'too slow', by: 'customer', refund: eur(3894) },
} as const;

/** How an order comes into each status. */
const histories: Readonly<Record<OrderStatus, readonly Told<OrderEvent>[]>> = {
  PENDING: [placed],
  RESERVED: [placed, reserved],
  AUTHORIZED: [placed, reserved, authorized],
  CONFIRMED: [placed, reserved, authorized, booked, confirmed],
  SHIPPED: [placed, reserved, authorized, booked, confirmed, shipped],
  DELIVERED: [placed, reserved, authorized, booked, confirmed, shipped, delivered],
  CANCELLING: [placed, reserved, authorized, booked, confirmed, cancelling],
  CANCELLED: [placed, reserved, authorized, booked, confirmed, cancelling, cancelled],
  REJECTED: [placed, rejected],
};

const acts = {
  stockReserved: (order: Order) => order.stockReserved(at),
  paymentAuthorized: (order: Order) => order.paymentAuthorized('p-1', at),
  shipmentBooked: (order: Order) => order.shipmentBooked(shipment, at),
  confirm: (order: Order) => order.confirm('p-1', at),
  reject: (order: Order) => order.reject(outOfStock, at),
  requestCancellation: (order: Order) => order.requestCancellation('too slow', 'customer', at),
  refuseCancellation: (order: Order) => order.refuseCancellation(tooLate, at),
  cancelled: (order: Order) => order.cancelled(eur(3894), at),
  shipped: (order: Order) => order.shipped(shipment, at),
  delivered: (order: Order) => order.delivered('s-1', delivered.data.deliveredAt, at),
};

/** What each act does in each status: the event that it records, the code that it throws, or '' for nothing. */
const table: Readonly<Record<keyof typeof acts, Partial<Record<OrderStatus, string>>>> = {
  stockReserved: { PENDING: 'order.stock-reserved' },
  paymentAuthorized: { RESERVED: 'order.payment-authorized' },
  shipmentBooked: { AUTHORIZED: 'order.shipment-booked' },
  confirm: { AUTHORIZED: 'order.confirmed' },
  reject: { PENDING: 'order.rejected', RESERVED: 'order.rejected', AUTHORIZED: 'order.rejected' },
  requestCancellation: {
    PENDING: 'order.cancellation-requested',
    RESERVED: 'order.cancellation-requested',
    AUTHORIZED: 'order.cancellation-requested',
    CONFIRMED: 'order.cancellation-requested',
    SHIPPED: 'ORDER_ALREADY_SHIPPED',
    DELIVERED: 'ORDER_ALREADY_SHIPPED',
    REJECTED: 'ORDER_REJECTED',
  },
  refuseCancellation: { CANCELLING: 'order.cancellation-refused' },
  cancelled: { CANCELLING: 'order.cancelled' },
  shipped: { CONFIRMED: 'order.shipped', CANCELLING: 'order.shipped' },
  delivered: { SHIPPED: 'order.delivered' },
};

describe('placing an order', () => {
  const place = (changes: Partial<Placement>) => Order.place(id, { ...placement, ...changes }, at);

  it('adds lines and charges up and records who ordered what', () => {
    expect(place({}).recorded).toEqual([{ ...placed, at }]);
  });

  it('takes the total that the customer was shown', () => {
    expect(place({ expectedTotal: eur(3894) }).recorded).toEqual([{ ...placed, at }]);
  });

  it.each([
    ['no line', { lines: [] }, 'ORDER_EMPTY'],
    ['one SKU twice', { lines: [mugs, mugs] }, 'DUPLICATE_SKU'],
    ['two currencies', { lines: [mugs, { ...tea, unitPrice: money(899, 'GBP') }] }, 'CURRENCY_MIXED'],
    ['another total than shown', { expectedTotal: eur(3893) }, 'TOTAL_MISMATCH'],
    ['another currency than shown', { expectedTotal: money(3894, 'GBP') }, 'TOTAL_MISMATCH'],
    [
      'more money than a number holds',
      { lines: [{ ...mugs, unitPrice: eur(2 ** 53 - 1) }] },
      'AMOUNT_OUT_OF_RANGE',
    ],
  ])('refuses %s', (_, changes, code) => {
    let thrown = 'nothing';
    try {
      place(changes);
    } catch (error) {
      thrown = codeOf(error);
    }
    expect(thrown).toBe(code);
  });
});

describe('every act in every status', () => {
  const cases = ORDER_STATUSES.flatMap((status) =>
    Object.keys(acts).map(
      (act) => [act as keyof typeof acts, status, table[act as keyof typeof acts][status] ?? ''] as const,
    ),
  );

  it.each(cases)('%s in %s: %s', (act, status, outcome) => {
    const attempt = given(...histories[status]).when(acts[act]);
    const recordedBy = [
      placed,
      reserved,
      authorized,
      booked,
      confirmed,
      rejected,
      cancelling,
      cancellationRefused,
    ];
    const event = [...recordedBy, cancelled, shipped, delivered].find(({ type }) => type === outcome);
    if (event) attempt.then(event);
    else if (outcome === '') attempt.thenNothing();
    else attempt.thenThrows(outcome);
  });
});

describe('a refused cancellation', () => {
  it('brings the order back to where it was', () => {
    const order = given(...histories.CANCELLING, cancellationRefused).when((root) =>
      root.shipped(shipment, at),
    );
    order.then(shipped);
  });

  it('leaves an order shipped whose parcel left while the cancellation was asked about', () => {
    given(...histories.CANCELLING, shipped, cancellationRefused)
      .when((order) => order.requestCancellation('again', 'customer', at))
      .thenThrows('ORDER_ALREADY_SHIPPED');
  });

  it('books no second shipment for an order that has one', () => {
    given(placed, reserved, authorized, booked)
      .when((order) => order.shipmentBooked(shipment, at))
      .thenNothing();
  });
});
