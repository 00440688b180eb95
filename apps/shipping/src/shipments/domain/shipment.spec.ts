import { describe, expect, it } from '@jest/globals';
import { codeOf } from '@waybill/kernel';
import {
  type Shipment,
  type Status,
  book,
  cancel,
  confirm,
  deliver,
  dispatch,
  pauseBeforeLook,
  plan,
  refuse,
  requestCancellation,
  ship,
  tombstone,
} from './shipment.js';

const at = new Date('2026-03-01T12:00:00Z');
const later = new Date('2026-03-02T12:00:00Z');
const address = { name: 'Ada', line1: 'Main St 1', city: 'Graz', postalCode: '8010', country: 'AT' };
const parcel = {
  ...{ orderId: 'order-1', shipmentId: 'shipment-1', customerId: 'ada' },
  ...{ address, lines: [{ sku: 'TEA', quantity: 2 }] },
};
const booked = { bookingId: 'bkg_1', carrier: 'Wayfarer', trackingNumber: 'WF1', eta: '2026-03-03' };

const STATUSES: readonly Status[] = [
  ...(['booking', 'booked', 'refused', 'cancelling', 'cancelled'] as const),
  ...(['dispatching', 'shipped', 'delivered'] as const),
];
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
    const shipped = ship(dispatch(paid, at), { ...booked, eta: '2026-03-04' }, at, at);
    expect(deliver(shipped, later, later)).toEqual({
      ...parcel,
      ...booked,
      ...{ status: 'delivered', eta: '2026-03-04', address: null, refusal: null, cancelledAt: null },
      ...{
        createdAt: at,
        updatedAt: later,
        confirmedAt: at,
        bookedAt: at,
        shippedAt: at,
        deliveredAt: later,
      },
    });
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
    expect(changedBy((shipment) => requestCancellation(shipment, at))).toEqual(['booking', 'booked']);
    expect(changedBy((shipment) => cancel(shipment, at))).toEqual(['cancelling']);
  });

  it('is dispatched once, and only when it is booked and paid', () => {
    expect(changedBy((shipment) => dispatch(shipment, at))).toEqual(['booked']);
    expect(codeThrown(() => dispatch(shipmentIn('cancelling'), at))).toBe('NOT_BOOKED');
    expect(codeThrown(() => dispatch({ ...shipmentIn('booked'), confirmedAt: null }, at))).toBe(
      'ORDER_NOT_CONFIRMED',
    );
  });

  it('is confirmed once', () => {
    expect(confirm(shipmentIn('booked'), later).confirmedAt).toEqual(at);
  });

  it('leaves when the carrier says so, even from under a cancellation', () => {
    expect(changedBy((shipment) => ship(shipment, booked, at, at))).toEqual([
      'booked',
      'cancelling',
      'dispatching',
    ]);
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
