import { describe, expect, it } from '@jest/globals';
import { codeOf, fold, money } from '@waybill/kernel';
import { type Told, specify } from '@waybill/testing';
import { evolve } from './evolve.js';
import { statusOf } from './order-state.js';
import { ORDER_STATUSES } from './order-status.js';
import type { OrderEvent } from './order.events.js';
import { Order } from './order.js';
import { MOST_LINES, type Placement } from './placing.js';

const at = new Date('2026-11-21T10:00:00Z');
const id = '01936f00-0000-7000-8000-000000000001';
const { given } = specify<Order['state'], OrderEvent, Order>(
  { id, evolve, create: (...args) => new Order(...args) },
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
  fulfilment: 'orchestrated',
};
const shipment = { shipmentId: 's-1', carrier: 'Swift', trackingNumber: 'T1', eta: '2026-11-23' };
const outOfStock = { code: 'OUT_OF_STOCK', detail: 'no mugs' };
const tooLate = { code: 'ALREADY_DISPATCHED', detail: 'on its way' };

const drafted = { type: 'order.drafted', data: { customerId: 'ada' } } as const;
const mugsAdded = { type: 'order.item-added', data: mugs } as const;
const teaAdded = { type: 'order.item-added', data: tea } as const;
const mugsRemoved = { type: 'order.item-removed', data: { sku: 'MUG' } } as const;
const addressed = { type: 'order.shipping-address-changed', data: { contact: 'c-2' } } as const;
const discarded = {
  type: 'order.draft-discarded',
  data: { reason: 'too slow', by: 'customer' },
} as const;
const placed = { type: 'order.placed', data: { ...placement, total: eur(3894) } } as const;
const reserved = { type: 'order.stock-reserved', data: {} } as const;
const authorized = { type: 'order.payment-authorized', data: { paymentId: 'p-1' } } as const;
const booked = { type: 'order.shipment-booked', data: { shipments: [shipment] } } as const;
const capture = { paymentId: 'p-1', capturedAt: '2026-11-21T09:59:59.000Z' };
const captured = { type: 'order.payment-captured', data: capture } as const;
const confirmed = { type: 'order.confirmed', data: capture } as const;
const shipped = { type: 'order.shipped', data: shipment } as const;
const delivered = {
  type: 'order.delivered',
  data: { shipmentId: 's-1', deliveredAt: '2026-11-23T10:00:00Z' },
} as const;
const rejected = { type: 'order.rejected', data: outOfStock } as const;
const refunded = { type: 'order.refunded', data: { refund: eur(3894) } } as const;
const cancelling = {
  type: 'order.cancellation-requested',
  data: { reason: 'too slow', by: 'customer' },
} as const;
const cancellationRefused = { type: 'order.cancellation-refused', data: tooLate } as const;
const cancelled = {
  type: 'order.cancelled',
  data: { reason: 'too slow', by: 'customer', refund: eur(3894) },
} as const;

const returnRequested = {
  type: 'order.return-requested',
  data: { returnId: `${id}-return-1`, lines: [{ sku: 'MUG', quantity: 1 }], reason: 'too small' },
} as const;
const returnReceived = {
  type: 'order.return-received',
  data: {
    returnId: `${id}-return-1`,
    refund: eur(1250),
    lines: [{ sku: 'MUG', restocked: 1, writtenOff: 0 }],
  },
} as const;
const returnCompleted = {
  type: 'order.return-completed',
  data: { returnId: `${id}-return-1`, refund: eur(1250) },
} as const;
const second = { ...returnRequested, data: { ...returnRequested.data, returnId: `${id}-return-2` } };

const deliveredOrder = [placed, reserved, authorized, booked, confirmed, shipped, delivered] as const;

const short = {
  type: 'order.shorted',
  data: { shipmentId: 's-1', lines: [{ sku: 'MUG', quantity: 1 }], refund: eur(1250) },
} as const;
const fewer = { lines: [tea], charges: placement.charges, total: eur(1394) };
const changing = { type: 'order.lines-change-requested', data: { ...fewer, revision: 1 } } as const;
const changed = { type: 'order.lines-changed', data: { ...fewer, previous: [mugs, tea] } } as const;
const changeRefused = { type: 'order.lines-change-refused', data: outOfStock } as const;

/** The events that lead to each status; for CANCELLING, from each status to which a refused cancellation returns. */
const histories = {
  DRAFT: [drafted, mugsAdded],
  'CANCELLED, never placed': [drafted, mugsAdded, discarded],
  PENDING: [placed],
  RESERVED: [placed, reserved],
  'PENDING, changing': [placed, changing],
  'RESERVED, changing': [placed, reserved, changing],
  'AUTHORIZED, changing': [placed, reserved, changing, authorized],
  'RESERVED, change refused': [placed, reserved, changing, changeRefused],
  AUTHORIZED: [placed, reserved, authorized],
  'AUTHORIZED, booked': [placed, reserved, authorized, booked],
  CONFIRMED: [placed, reserved, authorized, booked, confirmed],
  SHIPPED: [placed, reserved, authorized, booked, confirmed, shipped],
  DELIVERED: deliveredOrder,
  'DELIVERED, return requested': [...deliveredOrder, returnRequested],
  'DELIVERED, return received': [...deliveredOrder, returnRequested, returnReceived],
  'DELIVERED, returned': [...deliveredOrder, returnRequested, returnReceived, returnCompleted],
  'CANCELLING from PENDING': [placed, cancelling],
  'CANCELLING from RESERVED': [placed, reserved, cancelling],
  'CANCELLING from AUTHORIZED': [placed, reserved, authorized, cancelling],
  'CANCELLING from CONFIRMED': [placed, reserved, authorized, booked, confirmed, cancelling],
  'CANCELLING, shipped': [placed, reserved, authorized, booked, confirmed, cancelling, shipped],
  'CANCELLING, delivered': [placed, reserved, authorized, booked, confirmed, cancelling, shipped, delivered],
  CANCELLED: [placed, reserved, authorized, booked, confirmed, cancelling, cancelled],
  REJECTED: [placed, rejected],
  'REJECTED, refunded': [placed, rejected, refunded],
} satisfies Readonly<Record<string, readonly Told<OrderEvent>[]>>;
type Situation = keyof typeof histories;

const acts = {
  putItem: (order: Order) => order.putItem(tea, at),
  removeItem: (order: Order) => order.removeItem('MUG', at),
  place: (order: Order) => order.place(placement, at),
  changeShippingAddress: (order: Order) => order.changeShippingAddress('c-2', at),
  stockReserved: (order: Order) => order.stockReserved(at),
  paymentAuthorized: (order: Order) => order.paymentAuthorized('p-1', at),
  shipmentBooked: (order: Order) => order.shipmentBooked(booked.data, at),
  paymentCaptured: (order: Order) => order.paymentCaptured(captured.data, at),
  confirm: (order: Order) => order.confirm(at, confirmed.data),
  reject: (order: Order) => order.reject(outOfStock, at),
  refunded: (order: Order) => order.refunded(eur(3894), at),
  requestCancellation: (order: Order) => order.requestCancellation('too slow', 'customer', at),
  refuseCancellation: (order: Order) => order.refuseCancellation(tooLate, at),
  cancelled: (order: Order) => order.cancelled(eur(3894), at),
  shipped: (order: Order) => order.shipped(shipment, at),
  short: (order: Order) => order.short('s-1', [{ sku: 'MUG', quantity: 1 }], at),
  changeLines: (order: Order) => order.changeLines(fewer, at),
  linesChanged: (order: Order) => order.linesChanged(at),
  refuseLinesChange: (order: Order) => order.refuseLinesChange(outOfStock, at),
  requestReturn: (order: Order) => order.requestReturn(returnRequested.data.lines, 'too small', at),
  receiveReturn: (order: Order) => order.receiveReturn(`${id}-return-1`, returnReceived.data.lines, at),
  completeReturn: (order: Order) => order.completeReturn(`${id}-return-1`, at),
  delivered: (order: Order) => order.delivered('s-1', delivered.data.deliveredAt, at),
};

/** After placement, when the order can no longer be changed. */
const closed = {
  putItem: 'ORDER_NOT_DRAFT',
  removeItem: 'ORDER_NOT_DRAFT',
  place: 'ORDER_NOT_DRAFT',
  changeShippingAddress: 'ORDER_NOT_CHANGEABLE',
  changeLines: 'ORDER_NOT_CHANGEABLE',
  requestReturn: 'ORDER_NOT_DELIVERED',
  receiveReturn: 'NOT_FOUND',
};

/** Placed, and the shipment is not booked yet. */
const open = { ...closed, changeShippingAddress: addressed, changeLines: changing };
const pending = {
  ...open,
  stockReserved: reserved,
  paymentAuthorized: authorized,
  shipmentBooked: booked,
  paymentCaptured: captured,
  reject: rejected,
  requestCancellation: cancelling,
};
const inReserved = {
  ...open,
  short,
  paymentAuthorized: authorized,
  shipmentBooked: booked,
  paymentCaptured: captured,
  reject: rejected,
  requestCancellation: cancelling,
};
const inAuthorized = {
  ...open,
  short,
  shipmentBooked: booked,
  paymentCaptured: captured,
  reject: rejected,
  requestCancellation: cancelling,
};
/** While a change of the lines is pending, further changes are refused. */
const changes = {
  changeShippingAddress: 'ORDER_CHANGING',
  changeLines: 'ORDER_CHANGING',
  linesChanged: changed,
  refuseLinesChange: changeRefused,
};

/** The result of each command in each situation: the event that it records or the code that it throws. Other commands do nothing. */
const table: Readonly<
  Record<Situation, Partial<Record<keyof typeof acts, Told<OrderEvent> | string | undefined>>>
> = {
  DRAFT: {
    putItem: teaAdded,
    removeItem: mugsRemoved,
    place: placed,
    changeShippingAddress: addressed,
    requestCancellation: discarded,
    requestReturn: 'ORDER_NOT_DELIVERED',
    receiveReturn: 'NOT_FOUND',
    changeLines: 'ORDER_NOT_CHANGEABLE',
  },
  'CANCELLED, never placed': closed,
  PENDING: pending,
  RESERVED: inReserved,
  AUTHORIZED: inAuthorized,
  'PENDING, changing': { ...pending, ...changes },
  'RESERVED, changing': { ...inReserved, ...changes },
  'AUTHORIZED, changing': { ...inAuthorized, ...changes },
  'RESERVED, change refused': {
    ...inReserved,
    changeLines: { ...changing, data: { ...changing.data, revision: 3 } },
  },
  'AUTHORIZED, booked': {
    ...closed,
    short,
    paymentCaptured: captured,
    confirm: confirmed,
    reject: rejected,
    requestCancellation: cancelling,
  },
  CONFIRMED: { short, ...closed, requestCancellation: cancelling, shipped },
  SHIPPED: { short, ...closed, requestCancellation: 'ORDER_ALREADY_SHIPPED', delivered },
  DELIVERED: { ...closed, requestCancellation: 'ORDER_ALREADY_SHIPPED', requestReturn: returnRequested },
  'DELIVERED, return requested': {
    ...closed,
    requestCancellation: 'ORDER_ALREADY_SHIPPED',
    requestReturn: second,
    receiveReturn: returnReceived,
  },
  'DELIVERED, return received': {
    ...closed,
    requestCancellation: 'ORDER_ALREADY_SHIPPED',
    requestReturn: second,
    receiveReturn: undefined,
    completeReturn: returnCompleted,
  },
  'DELIVERED, returned': {
    ...closed,
    requestCancellation: 'ORDER_ALREADY_SHIPPED',
    requestReturn: second,
    receiveReturn: undefined,
  },
  'CANCELLING from PENDING': { ...closed, refuseCancellation: cancellationRefused, cancelled },
  'CANCELLING from RESERVED': { short, ...closed, refuseCancellation: cancellationRefused, cancelled },
  'CANCELLING from AUTHORIZED': { short, ...closed, refuseCancellation: cancellationRefused, cancelled },
  'CANCELLING from CONFIRMED': {
    short,
    ...closed,
    refuseCancellation: cancellationRefused,
    cancelled,
    shipped,
  },
  'CANCELLING, shipped': { short, ...closed, refuseCancellation: cancellationRefused, cancelled, delivered },
  'CANCELLING, delivered': { ...closed, refuseCancellation: cancellationRefused, cancelled },
  CANCELLED: closed,
  REJECTED: { ...closed, refunded, requestCancellation: 'ORDER_REJECTED' },
  'REJECTED, refunded': { ...closed, requestCancellation: 'ORDER_REJECTED' },
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

describe('a draft', () => {
  it('is begun by its customer, and holds nothing', () => {
    const order = Order.draft(id, { customerId: 'ada' }, at);
    expect(order.recorded).toEqual([{ ...drafted, at }]);
    expect(order.state).toMatchObject({ status: 'DRAFT', lines: [], total: money(0, 'XXX') });
  });

  it('has one line of each SKU: the last one that was put', () => {
    const three = { type: 'order.item-added', data: { ...mugs, quantity: 3 } } as const;
    given(drafted, mugsAdded, teaAdded)
      .when((order) => order.putItem(three.data, at))
      .then(three);
    const events = [drafted, mugsAdded, teaAdded, three].map((event) => ({ ...event, at }));
    expect(fold(evolve, events)).toMatchObject({
      lines: [{ ...mugs, quantity: 3 }, tea],
      total: eur(3 * 1250 + 899),
    });
  });

  it('stays as it is when the same line is put again, or one taken away that it has not', () => {
    given(drafted, mugsAdded)
      .when((order) => order.putItem(mugs, at))
      .thenNothing();
    given(drafted, mugsAdded)
      .when((order) => order.removeItem('TEA', at))
      .thenNothing();
  });

  it('takes a line at its new price', () => {
    const dearer = { ...mugs, unitPrice: eur(1300) };
    given(drafted, mugsAdded)
      .when((order) => order.putItem(dearer, at))
      .then({ type: 'order.item-added', data: dearer });
  });

  it('has one currency, which is another one when its only line is replaced', () => {
    const pounds = { ...mugs, unitPrice: money(1000, 'GBP') };
    given(drafted, mugsAdded, teaAdded)
      .when((order) => order.putItem(pounds, at))
      .thenThrows('CURRENCY_MIXED');
    given(drafted, mugsAdded)
      .when((order) => order.putItem(pounds, at))
      .then({ type: 'order.item-added', data: pounds });
  });

  it('holds no more lines than an order', () => {
    const lines = Array.from(
      { length: MOST_LINES },
      (_, n) => ({ type: 'order.item-added', data: { ...tea, sku: `S${n}` } }) as const,
    );
    given(drafted, ...lines)
      .when((order) => order.putItem(mugs, at))
      .thenThrows('TOO_MANY_LINES');
    given(drafted, ...lines)
      .when((order) => order.putItem({ ...tea, sku: 'S7', quantity: 2 }, at))
      .then({ type: 'order.item-added', data: { ...tea, sku: 'S7', quantity: 2 } });
  });

  it('is placed with what it is placed with, whatever it held', () => {
    given(drafted, teaAdded, addressed)
      .when((order) => order.place(placement, at))
      .then(placed);
  });

  it.each([
    ['no line', { lines: [] }, 'ORDER_EMPTY'],
    ['another total than shown', { expectedTotal: eur(3893) }, 'TOTAL_MISMATCH'],
  ])('is not placed with %s', (_, changes, code) => {
    given(drafted, mugsAdded)
      .when((order) => order.place({ ...placement, ...changes }, at))
      .thenThrows(code);
  });
});

type Outcome = Told<OrderEvent> | string | undefined;
/**
 * Commands that follow one rule in all situations, and are therefore not in the table.
 * `npm run new -- use-case` adds the rule of a new command here.
 */
const rules: Partial<Record<keyof typeof acts, (situation: Situation) => Outcome>> = {};

describe('every act in every status', () => {
  const situations = Object.keys(histories) as Situation[];
  const orderIn = (situation: Situation): Order => {
    const events = histories[situation].map((event) => ({ ...event, at }));
    return new Order(id, fold(evolve, events), events.length);
  };
  const outcome = (situation: Situation, act: (order: Order) => void): readonly OrderEvent[] | string => {
    const order = orderIn(situation);
    try {
      act(order);
    } catch (error) {
      return codeOf(error);
    }
    return order.recorded;
  };
  const matrix = <Cell>(cell: (situation: Situation, act: keyof typeof acts) => Cell) =>
    Object.fromEntries(
      situations.map((situation) => [
        situation,
        Object.fromEntries(Object.keys(acts).map((act) => [act, cell(situation, act as keyof typeof acts)])),
      ]),
    );

  it('records its event, throws its code, or does nothing', () => {
    const expected = matrix((situation, act) => {
      const named = rules[act]?.(situation) ?? table[situation][act];
      return typeof named === 'string' ? named : named ? [{ ...named, at }] : [];
    });
    expect(matrix((situation, act) => outcome(situation, acts[act]))).toEqual(expected);
  });

  it('leaves no status out', () => {
    const statuses = situations.map((situation) => [
      situation.split(/ |,/)[0],
      statusOf(orderIn(situation).state),
    ]);
    expect(statuses.filter(([named, status]) => named !== status)).toEqual([]);
    expect(new Set(statuses.map(([, status]) => status))).toEqual(new Set(ORDER_STATUSES));
  });

  it('leaves no act out', () => {
    const { constructor: _, ...members } = Object.getOwnPropertyDescriptors(Order.prototype);
    const named = Object.entries(members).flatMap(([name, { value }]) => (value ? [name] : []));
    expect(Object.keys(acts).sort()).toEqual(named.sort());
  });
});

describe('a change of lines', () => {
  it.each([
    ['no line', { lines: [] }, 'ORDER_EMPTY'],
    ['one SKU twice', { lines: [mugs, mugs] }, 'DUPLICATE_SKU'],
    ['another total than shown', { expectedTotal: eur(1) }, 'TOTAL_MISMATCH'],
  ])('is refused for %s', (_, wish, code) => {
    given(placed)
      .when((order) => order.changeLines({ ...fewer, ...wish }, at))
      .thenThrows(code);
  });

  it('to the lines that there are is none, in whichever order they are named', () => {
    given(placed)
      .when((order) => order.changeLines({ ...fewer, lines: [tea, mugs] }, at))
      .thenNothing();
  });

  it('records the warehouses of the reserved units, also when the old lines are restored', () => {
    const north = (sku: string, quantity: number) => ({ sku, quantity, warehouse: 'north' });
    given(placed, reserved, changing)
      .when((order) => order.linesChanged(at, [north('TEA', 1)]))
      .then({ ...changed, data: { ...changed.data, goods: [north('TEA', 1)] } });
    const back = [north('MUG', 2), { sku: 'TEA', quantity: 1 }];
    given(placed, { ...reserved, data: { lines: [north('MUG', 2), north('TEA', 1)] } }, changing)
      .when((order) => order.refuseLinesChange(outOfStock, at, back))
      .then({ ...changeRefused, data: { ...outOfStock, goods: back } });
    given(placed, reserved, changing)
      .when((order) => order.refuseLinesChange(outOfStock, at, [mugs, tea]))
      .then(changeRefused);
  });

  it('is asked for with numbers that were never asked with', () => {
    given(placed, reserved, changing, changeRefused)
      .when((order) => order.changeLines(fewer, at))
      .then({ ...changing, data: { ...changing.data, revision: 3 } });
  });

  it('leaves the order with the new lines and their total, or as it was', () => {
    const state = (...events: readonly Told<OrderEvent>[]) =>
      fold(
        evolve,
        events.map((event) => ({ ...event, at }) as OrderEvent),
      );
    expect(state(placed, reserved, changing, changed)).toEqual({
      ...state(placed, reserved),
      ...fewer,
      lineChanges: { revision: 2 },
    });
    expect(state(placed, reserved, changing, changeRefused)).toEqual({
      ...state(placed, reserved),
      lineChanges: { revision: 2, last: { ...fewer, refusal: outOfStock } },
    });
    expect(state(placed, reserved, changing, cancelling, cancelled)).not.toHaveProperty('lineChanges');
    expect(state(placed, changing, rejected)).not.toHaveProperty('lineChanges');
  });
});

describe('a return', () => {
  const two = [{ sku: 'MUG', quantity: 2 }];
  const came = (restocked: number, writtenOff = 0, sku = 'MUG') => ({ sku, restocked, writtenOff });
  const requested = given(...deliveredOrder, returnRequested);

  it.each([
    ['more pieces than were delivered', [{ sku: 'MUG', quantity: 3 }], 'RETURN_TOO_LARGE'],
    ['what was never ordered', [{ sku: 'CUP', quantity: 1 }], 'RETURN_TOO_LARGE'],
    ['one SKU twice', [...two, ...two], 'DUPLICATE_SKU'],
  ])('is refused for %s', (_, lines, code) => {
    given(...deliveredOrder)
      .when((order) => order.requestReturn(lines, 'no need', at))
      .thenThrows(code);
  });

  it('is refused for pieces that are on their way back, or were', () => {
    for (const history of [[], [returnReceived], [returnReceived, returnCompleted]])
      given(...deliveredOrder, returnRequested, ...history)
        .when((order) => order.requestReturn(two, 'no need', at))
        .thenThrows('RETURN_TOO_LARGE');
  });

  it('leaves open what was announced and did not come', () => {
    const nothing = { ...returnReceived, data: { ...returnReceived.data, lines: [], refund: eur(0) } };
    requested.when((order) => order.receiveReturn(`${id}-return-1`, [], at)).then(nothing);
    given(...deliveredOrder, returnRequested, nothing)
      .when((order) => order.requestReturn(two, 'too small', at))
      .then({ ...second, data: { ...second.data, lines: two } });
  });

  it.each([
    ['more than was announced', [came(1, 1)]],
    ['what was not announced', [came(1), came(1, 0, 'TEA')]],
  ])('is not received with %s', (_, lines) => {
    requested
      .when((order) => order.receiveReturn(`${id}-return-1`, lines, at))
      .thenThrows('RETURN_TOO_LARGE');
  });

  it('is received once: again with the same pieces quietly, with others not', () => {
    given(...deliveredOrder, returnRequested, returnReceived)
      .when((order) => order.receiveReturn(`${id}-return-1`, [came(0, 1)], at))
      .thenThrows('RETURN_RECEIVED');
  });

  it('of all that is left brings all that is left of the money, with the postage', () => {
    const rest = [
      { sku: 'MUG', quantity: 1 },
      { sku: 'TEA', quantity: 1 },
    ];
    const lines = [came(1), came(0, 1, 'TEA')];
    const announced = { ...second, data: { ...second.data, lines: rest } };
    given(...deliveredOrder, returnRequested, returnReceived, announced)
      .when((order) => order.receiveReturn(`${id}-return-2`, lines, at))
      .then({
        type: 'order.return-received',
        data: { returnId: `${id}-return-2`, lines, refund: eur(3894 - 1250) },
      });
  });
});

describe('a pick that finds too little', () => {
  const paid = [placed, reserved, authorized, booked, confirmed] as const;
  const oneMug = [{ sku: 'MUG', quantity: 1 }];
  const shorted = (lines: readonly { sku: string; quantity: number }[], amount: number) =>
    ({ type: 'order.shorted', data: { shipmentId: 's-1', lines, refund: eur(amount) } }) as const;

  it('pays back the share of what is missing, once', () => {
    given(...paid)
      .when((order) => {
        order.short('s-1', oneMug, at);
        order.short('s-1', oneMug, at);
      })
      .then(shorted(oneMug, 1250));
  });

  it('cancels an order of which nothing is left', () => {
    const all = [mugs, tea].map(({ sku, quantity }) => ({ sku, quantity }));
    given(...paid)
      .when((order) => order.short('s-1', all, at))
      .then({ type: 'order.cancellation-requested', data: { reason: 'SHORT_PICK', by: 'system' } });
  });

  it('is recorded while a cancellation is being decided, and not before anything is reserved', () => {
    given(...paid, cancelling)
      .when((order) => order.short('s-1', oneMug, at))
      .then(shorted(oneMug, 1250));
    given(placed)
      .when((order) => order.short('s-1', oneMug, at))
      .thenNothing();
  });

  it('leaves nothing to return of what never came', () => {
    given(...paid, shorted(oneMug, 1250), shipped, delivered)
      .when((order) => order.requestReturn([{ sku: 'MUG', quantity: 2 }], 'no need', at))
      .thenThrows('RETURN_TOO_LARGE');
  });
});

describe('an order of two shipments', () => {
  const second = { ...shipment, shipmentId: 's-2' };
  const shipments = [
    { ...shipment, lines: [{ sku: 'MUG', quantity: 2 }] },
    { ...second, lines: [{ sku: 'TEA', quantity: 1 }] },
  ];
  const both = { type: 'order.shipment-booked', data: { shipments } } as const;
  const secondShipped = { type: 'order.shipped', data: second } as const;
  const arrival = { shipmentId: 's-2', deliveredAt: delivered.data.deliveredAt };
  const secondArrived = { type: 'order.parcel-delivered', data: arrival } as const;
  const paid = [placed, reserved, authorized, both, confirmed] as const;

  it('is shipped with the first that leaves, and tells of each', () => {
    given(...paid)
      .when((order) => {
        order.shipped(second, at);
        order.shipped(second, at);
        order.shipped(shipment, at);
      })
      .then(secondShipped, shipped);
  });

  it('is delivered with the last that arrives', () => {
    given(...paid, secondShipped, shipped)
      .when((order) => {
        order.delivered('s-2', arrival.deliveredAt, at);
        order.delivered('s-2', arrival.deliveredAt, at);
        order.delivered('s-1', arrival.deliveredAt, at);
      })
      .then(secondArrived, delivered);
  });

  it('is delivered when its latest shipment arrived, in whatever order the arrivals are reported', () => {
    const early = '2026-11-23T09:00:00+02:00';
    given(...paid, secondShipped, shipped, secondArrived)
      .when((order) => order.delivered('s-1', early, at))
      .then(delivered);
    given(...paid, secondShipped, shipped)
      .when((order) => {
        order.delivered('s-1', early, at);
        order.delivered('s-2', arrival.deliveredAt, at);
      })
      .then(
        { type: 'order.parcel-delivered', data: { shipmentId: 's-1', deliveredAt: early } },
        { type: 'order.delivered', data: arrival },
      );
  });

  it('is delivered when nothing is found for the parcel that it still waits for', () => {
    const data = { shipmentId: 's-1', lines: [{ sku: 'MUG', quantity: 2 }], refund: eur(2500) };
    given(...paid, secondShipped, secondArrived)
      .when((order) => order.short('s-1', data.lines, at))
      .then({ type: 'order.shorted', data }, { type: 'order.delivered', data: arrival });
  });

  it('is not delivered while one has not left', () => {
    given(...paid, secondShipped)
      .when((order) => order.delivered('s-2', arrival.deliveredAt, at))
      .then(secondArrived);
  });
});

describe('a rejection after the money was taken', () => {
  it('tells what is paid back', () => {
    given(...histories.AUTHORIZED)
      .when((order) => order.reject(outOfStock, at, eur(3894)))
      .then({ ...rejected, data: { ...outOfStock, refund: eur(3894) } });
  });
});

describe('a refused cancellation', () => {
  it('brings the order back to where it was', () => {
    const order = given(...histories['CANCELLING from CONFIRMED'], cancellationRefused).when((root) =>
      root.shipped(shipment, at),
    );
    order.then(shipped);
  });

  it('leaves an order shipped whose parcel left while the cancellation was asked about', () => {
    given(...histories['CANCELLING from CONFIRMED'], shipped, cancellationRefused)
      .when((order) => order.requestCancellation('again', 'customer', at))
      .thenThrows('ORDER_ALREADY_SHIPPED');
  });

  it('books no second shipment for an order that has one', () => {
    given(placed, reserved, authorized, booked)
      .when((order) => order.shipmentBooked(booked.data, at))
      .thenNothing();
  });
});
