import { describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import {
  STATUSES,
  type Shipment,
  type Status,
  book,
  bookAgain,
  cancel,
  confirm,
  confirmPick,
  deliver,
  dispatch,
  label,
  pack,
  pick,
  plan,
  refuse,
  requestCancellation,
  requestPreparation,
  ship,
  tombstone,
} from './shipment.js';
import { pauseBeforeLook } from './tracking.js';

const at = new Date('2026-03-01T12:00:00Z');
const later = new Date('2026-03-02T12:00:00Z');
const address = { name: 'Ada', line1: 'Main St 1', city: 'Graz', postalCode: '8010', country: 'AT' };
const parcel = {
  orderId: 'order-1',
  shipmentId: 'shipment-1',
  customerId: 'ada',
  parcel: 1,
  parcels: 1,
  warehouse: 'main',
  carrier: 'Wayfarer',
  cost: { amount: 410, currency: 'EUR' },
  address,
  lines: [{ sku: 'TEA', quantity: 2 }],
};
const booked = {
  bookingId: 'bkg_1',
  carrier: 'Wayfarer',
  trackingNumber: 'WF1',
  eta: '2026-03-03',
  label: 'https://carrier.example/label',
};

const shipmentIn = (status: Status): Shipment => ({
  ...plan(parcel, at),
  ...booked,
  status,
  confirmedAt: at,
});
const codeThrown = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return codeOf(error);
  }
  return 'nothing';
};
/** The statuses that the act leaves. */
const changedBy = (act: (shipment: Shipment) => Shipment) =>
  STATUSES.filter((status) => {
    const shipment = shipmentIn(status);
    try {
      return act(shipment) !== shipment;
    } catch {
      return false;
    }
  });

describe('a shipment', () => {
  it('is booked, dispatched, shipped and delivered', () => {
    const paid = confirm(book(plan(parcel, at), booked, at), at);
    const ready = label(pack(pick(paid, 'everything', at).shipment, at), at);
    const shipped = ship(
      dispatch(ready, at),
      { booked: { ...booked, eta: '2026-03-04' }, shippedAt: at },
      at,
    );
    expect(deliver(shipped, later, later)).toEqual({
      ...parcel,
      ...booked,
      status: 'delivered',
      eta: '2026-03-04',
      address: null,
      refusal: null,
      missing: [],
      prepareRequestedAt: null,
      pickConfirmedAt: null,
      cancelledAt: null,
      bookings: 1,
      createdAt: at,
      updatedAt: later,
      confirmedAt: at,
      bookedAt: at,
      shippedAt: at,
      deliveredAt: later,
    });
  });

  it('takes nothing but the booking from what the carrier reports of it', () => {
    const reported = { ...booked, deliveredAt: later };
    expect(book(plan(parcel, at), reported, at).deliveredAt).toBeNull();
    expect(ship(shipmentIn('labelled'), { booked: reported, shippedAt: at }, at).deliveredAt).toBeNull();
  });

  it('forgets the address when the carrier refuses, and remembers why', () => {
    const refusal = { code: 'COUNTRY_NOT_SERVED', detail: 'not there' };
    expect(refuse(plan(parcel, at), refusal, later)).toMatchObject({
      status: 'refused',
      refusal,
      address: null,
    });
  });

  it('takes the answer to its booking only while it waits for it', () => {
    expect(changedBy((shipment) => book(shipment, booked, at))).toEqual(['booking']);
    expect(changedBy((shipment) => refuse(shipment, { code: 'X', detail: '' }, at))).toEqual(['booking']);
  });

  it('can be cancelled until it is being dispatched', () => {
    expect(changedBy((shipment) => requestCancellation(shipment, at))).toEqual([
      'booking',
      'booked',
      'picked',
      'packed',
      'labelled',
    ]);
    expect(changedBy((shipment) => cancel(shipment, at))).toEqual(['cancelling']);
  });

  it('is picked, packed and labelled once each, in this order, and picked only when it is paid', () => {
    expect(changedBy((shipment) => pick(shipment, 'everything', at).shipment)).toEqual(['booked']);
    expect(changedBy((shipment) => pack(shipment, at))).toEqual(['picked']);
    expect(changedBy((shipment) => label(shipment, at))).toEqual(['packed']);
    const unpaid = { ...shipmentIn('booked'), confirmedAt: null };
    expect(codeThrown(() => pick(unpaid, 'everything', at))).toBe('ORDER_NOT_CONFIRMED');
    expect(codeThrown(() => pick(shipmentIn('refused'), 'everything', at))).toBe('NOT_BOOKED');
  });

  it('holds what was found, and says what was not; with nothing in it it goes back to the carrier', () => {
    const found = (pieces: number) => pick(shipmentIn('booked'), new Map([['TEA', pieces]]), at);
    const told = ({ shipment: { status, lines }, missing }: ReturnType<typeof found>) => [
      status,
      lines,
      missing,
    ];
    const tea = (quantity: number) => [{ sku: 'TEA', quantity }];
    expect([2, 1, 0].map(found).map(told)).toEqual([
      ['picked', tea(2), []],
      ['picked', tea(1), tea(1)],
      ['cancelling', [], tea(2)],
    ]);
  });

  it.each([
    ['too much', [['TEA', 3]], 'PICK_TOO_MUCH'],
    ['too little said', [], 'PICK_INCOMPLETE'],
    [
      'something else',
      [
        ['TEA', 2],
        ['MUG', 1],
      ],
      'PICK_UNKNOWN_SKU',
    ],
  ] as const)('refuses a pick of %s', (_, found, code) => {
    expect(codeThrown(() => pick(shipmentIn('booked'), new Map(found), at))).toBe(code);
  });

  it('is dispatched once, and only with a label', () => {
    expect(changedBy((shipment) => dispatch(shipment, at))).toEqual(['labelled']);
    expect(codeThrown(() => dispatch(shipmentIn('cancelling'), at))).toBe('NOT_BOOKED');
    expect(codeThrown(() => dispatch(shipmentIn('packed'), at))).toBe('NOT_LABELLED');
    expect(codeThrown(() => dispatch({ ...shipmentIn('booked'), confirmedAt: null }, at))).toBe(
      'ORDER_NOT_CONFIRMED',
    );
  });

  it('is prepared before the confirmation once inventory has agreed, and leaves only after it', () => {
    const open = (status: Status): Shipment => ({ ...shipmentIn(status), confirmedAt: null });
    const marked = STATUSES.filter((status) => requestPreparation(open(status), later).prepareRequestedAt);
    expect(marked).toEqual(['booking', 'booked', 'picked', 'packed', 'labelled']);
    const asked = requestPreparation(open('booked'), at);
    expect(requestPreparation(asked, later)).toBe(asked);
    expect(requestPreparation(shipmentIn('booked'), later).prepareRequestedAt).toBeNull();
    expect(codeThrown(() => pick(asked, 'everything', at))).toBe('ORDER_NOT_CONFIRMED');
    const agreed = confirmPick(asked, later);
    expect([agreed.pickConfirmedAt, confirmPick(agreed, at), confirmPick(open('booked'), at)]).toEqual([
      later,
      agreed,
      open('booked'),
    ]);
    const ready = label(pack(pick(agreed, 'everything', at).shipment, at), at);
    expect(codeThrown(() => dispatch(ready, at))).toBe('ORDER_NOT_CONFIRMED');
    expect(dispatch(confirm(ready, at), at).status).toBe('dispatching');
  });

  it('is confirmed once', () => {
    expect(confirm(shipmentIn('booked'), later).confirmedAt).toEqual(at);
  });

  it('leaves when the carrier says so, even from under a cancellation', () => {
    expect(changedBy((shipment) => ship(shipment, { shippedAt: at }, at))).toEqual([
      'booked',
      'cancelling',
      'picked',
      'packed',
      'labelled',
      'dispatching',
    ]);
  });

  it('is booked anew after a cancellation that did not hold, unless there is nothing in it', () => {
    expect(changedBy((shipment) => bookAgain(shipment, address, at))).toEqual(['cancelled']);
    const again = bookAgain({ ...shipmentIn('cancelled'), address: null }, address, at);
    expect(again).toMatchObject({ status: 'booking', bookings: 2, bookingId: null, address });
    const empty: Shipment = { ...shipmentIn('cancelled'), lines: [] };
    expect(bookAgain(empty, address, at)).toBe(empty);
  });

  it('arrives only after it has left', () => {
    expect(changedBy((shipment) => deliver(shipment, at, at))).toEqual(['shipped']);
    expect(codeThrown(() => deliver(shipmentIn('dispatching'), at, at))).toBe('NOT_SHIPPED');
    expect(codeThrown(() => deliver(tombstone('order-1', at), at, at))).toBe('NOT_SHIPPED');
  });

  it('is looked for less and less often', () => {
    expect([1, 2, 3, 100].map(pauseBeforeLook)).toEqual([2_000, 3_000, 4_500, 900_000]);
  });
});
