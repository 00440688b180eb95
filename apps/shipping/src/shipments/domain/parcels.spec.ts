import { describe, expect, it } from '@jest/globals';
import { bookingOf, cancellationOf, parcelsOf, preparationOf } from './parcels.js';
import { type Status, tombstone } from './shipment.js';

const at = new Date('2026-03-01T12:00:00Z');
const given = (...statuses: Status[]) => statuses.map((status) => ({ ...tombstone('order-1', at), status }));

describe('an order’s parcels', () => {
  it('are one for each house, in the order of the lines', () => {
    expect(
      parcelsOf([
        { sku: 'TEA', quantity: 1, warehouse: 'north' },
        { sku: 'MUG', quantity: 2 },
        { sku: 'CUP', quantity: 3, warehouse: 'north' },
      ]),
    ).toEqual([
      {
        warehouse: 'north',
        lines: [
          { sku: 'TEA', quantity: 1 },
          { sku: 'CUP', quantity: 3 },
        ],
      },
      { warehouse: 'main', lines: [{ sku: 'MUG', quantity: 2 }] },
    ]);
  });

  it.each([
    ['open', ['booked', 'booking']],
    ['booked', ['booked', 'booked']],
    ['open', ['refused', 'booking']],
    ['refused', ['refused', 'booked']],
    ['refused', ['refused', 'cancelling']],
    ['open', ['cancelling', 'cancelled']],
    ['cancelled', ['cancelled', 'cancelled']],
    ['booked', ['cancelled', 'shipped']],
  ] as const)('are booked all or none: %s when they are %j', (outcome, statuses) => {
    expect(bookingOf(given(...statuses))).toBe(outcome);
  });

  it.each([
    ['open', ['cancelling', 'cancelled']],
    ['open', ['packed', 'booked']],
    ['cancelled', ['cancelled', 'cancelled']],
    ['cancelled', ['refused']],
    ['refused', ['cancelling', 'dispatching']],
    ['refused', ['labelled', 'shipped']],
  ] as const)('are cancelled together or not at all: %s when they are %j', (outcome, statuses) => {
    expect(cancellationOf(given(...statuses))).toBe(outcome);
  });

  it.each([
    ['open', ['booking', 'labelled']],
    ['open', ['booked', 'labelled']],
    ['open', ['packed', 'labelled']],
    ['open', ['cancelling', 'labelled']],
    ['prepared', ['labelled', 'labelled']],
    ['prepared', ['labelled', 'shipped']],
    ['refused', ['refused', 'booked']],
    ['cancelled', ['cancelled', 'cancelled']],
  ] as const)('are %s for the confirmation when they are %s', (outcome, statuses) => {
    expect(preparationOf(given(...statuses))).toBe(outcome);
  });

  it('are prepared without the one whose pick found nothing, and not when no pick found anything', () => {
    const missing = [{ sku: 'TEA', quantity: 1 }];
    const [empty] = given('cancelling').map((parcel) => ({ ...parcel, missing }));
    expect(preparationOf([empty!, ...given('labelled')])).toBe('prepared');
    expect(preparationOf([empty!, ...given('packed')])).toBe('open');
    expect(preparationOf([empty!])).toBe('open');
  });
});
