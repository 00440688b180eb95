import { describe, expect, it } from '@jest/globals';
import {
  type Reservation,
  allot,
  depart,
  departReleased,
  fill,
  heldBy,
  shortagesOfChange,
  without,
} from './reservation.js';
import { type Stock, emptyStock, isLow, receive, reserve } from './stock.js';
import { serve } from './waiting-line.js';

const stock = (sku: string, quantity: number, changes: Partial<Stock> = {}): Stock => ({
  ...receive(emptyStock(sku), { sku, quantity }),
  ...changes,
});
const stocks =
  (...all: Stock[]) =>
  (sku: string) =>
    all.find((one) => one.sku === sku);
const tea = (quantity: number) => ({ sku: 'TEA', quantity });
const mugs = (quantity: number) => ({ sku: 'MUG', quantity });
const blank = { revision: 0, missing: [], shortages: [], departed: [] };
const holding = (...lines: Reservation['lines']): Reservation => ({ ...blank, status: 'reserved', lines });

describe('an order that asks for pieces', () => {
  it('gets every line', () => {
    expect(allot([tea(2), mugs(1)], stocks(stock('TEA', 2), stock('MUG', 5)))).toEqual({
      status: 'reserved',
      lines: [tea(2), mugs(1)],
      missing: [],
      shortages: [],
    });
  });

  it('gets nothing when one line is short', () => {
    const shortages = [{ sku: 'TEA', requested: 3, available: 2 }];
    expect(allot([tea(3), mugs(1)], stocks(stock('TEA', 2), stock('MUG', 5)))).toEqual({
      status: 'failed',
      lines: [],
      missing: [],
      shortages,
    });
  });

  it('holds what there is and waits for the rest, where waiting is allowed', () => {
    const backorder = true;
    expect(allot([tea(3), mugs(1)], stocks(stock('TEA', 2, { backorder }), stock('MUG', 5)))).toEqual({
      status: 'waiting',
      lines: [tea(2), mugs(1)],
      missing: [tea(1)],
      shortages: [],
    });
  });

  it('does not wait when one of the missing lines may not be waited for', () => {
    const found = stocks(stock('TEA', 2, { backorder: true }), stock('MUG', 0));
    expect(allot([tea(3), mugs(1)], found).status).toBe('failed');
  });

  it('passes nobody who stands in line, however few it wants', () => {
    const found = stocks(stock('TEA', 1, { backorder: true, waiting: 1 }));
    expect(allot([tea(1)], found)).toMatchObject({ status: 'waiting', lines: [], missing: [tea(1)] });
  });
});

describe('other lines for an order that holds some', () => {
  const change = (lines: Reservation['lines'], ...found: Stock[]) =>
    shortagesOfChange([tea(2)], lines, stocks(...found));

  it('may use its own pieces, and those that are free', () => {
    expect(change([tea(5)], reserve(stock('TEA', 5), tea(2)))).toEqual([]);
    expect(change([tea(6)], reserve(stock('TEA', 5), tea(2)))).toEqual([
      { sku: 'TEA', requested: 6, available: 5 },
    ]);
  });

  it('may be fewer although others wait for the SKU', () => {
    expect(change([tea(1)], reserve(stock('TEA', 2, { waiting: 3 }), tea(2)))).toEqual([]);
  });
});

describe('those in line', () => {
  const waiter = (orderId: string, quantity: number, place: number) => ({ orderId, quantity, place });

  it('are served in their order, and the first takes all available units', () => {
    const line = [waiter('first', 3, 1), waiter('second', 2, 2), waiter('third', 1, 3)];
    const { stock: left, served } = serve(stock('TEA', 4, { waiting: 3 }), line);
    expect(served.map(({ waiter: { orderId }, lines, open }) => [orderId, lines, open])).toEqual([
      ['first', [tea(3)], 0],
      ['second', [tea(1)], 1],
    ]);
    expect([left.reserved, left.waiting]).toEqual([4, 2]);
  });

  it('are served from whichever house has the pieces', () => {
    const north = receive(stock('TEA', 1), { ...tea(2), warehouse: 'north' });
    const { served } = serve(north, [waiter('first', 3, 1)]);
    expect(served[0]?.lines).toEqual([{ ...tea(2), warehouse: 'north' }, tea(1)]);
  });

  it('hold their order’s lines together, and are done with the last piece', () => {
    const waiting: Reservation = { ...holding(tea(1), mugs(1)), status: 'waiting' };
    const lacking = { ...waiting, missing: [{ ...tea(3), place: 7 }] };
    const half = fill(lacking, [tea(2)]);
    expect(half).toMatchObject({ status: 'waiting', lines: [tea(3), mugs(1)], missing: [tea(1)] });
    expect(fill(half, [{ ...tea(1), warehouse: 'north' }])).toMatchObject({
      status: 'reserved',
      missing: [],
      lines: [tea(3), mugs(1), { ...tea(1), warehouse: 'north' }],
    });
  });
});

describe('what an order holds', () => {
  const split = holding(tea(1), { ...mugs(2), warehouse: 'north' });

  it('leaves with the parcel of its house, and the last parcel ends it', () => {
    const first = depart(split, 'north');
    expect([first.status, heldBy(first)]).toEqual(['reserved', [tea(1)]]);
    expect(depart(first, 'main').status).toBe('committed');
  });

  it('gets less when the shelf has less, down to nothing', () => {
    expect(without(split, [{ ...mugs(1), warehouse: 'north' }]).lines).toEqual([
      tea(1),
      { ...mugs(1), warehouse: 'north' },
    ]);
    expect(without(holding(tea(1)), [tea(1)])).toMatchObject({ status: 'reserved', lines: [] });
  });

  it('is over when the only parcel that has not left holds nothing', () => {
    expect(without(depart(split, 'north'), [tea(1)]).status).toBe('committed');
  });
});

it('counts a SKU as low from its threshold down', () => {
  const low = (onHand: number, lowStockThreshold: number | null) =>
    isLow(stock('TEA', onHand, { lowStockThreshold }));
  expect([low(3, 2), low(2, 2), low(0, 0), low(0, null)]).toEqual([false, true, true, false]);
});

describe('a reservation whose units were given back and left all the same', () => {
  it('is committed with the last warehouse, as if they had never been given back', () => {
    const released: Reservation = {
      ...holding(tea(2), { ...mugs(1), warehouse: 'north' }),
      status: 'released',
    };
    const first = departReleased(released);
    expect([first.status, first.lines, first.departed]).toEqual([
      'released',
      [{ ...mugs(1), warehouse: 'north' }],
      [tea(2)],
    ]);
    expect(departReleased(first, 'north')).toMatchObject({ status: 'committed', departed: [tea(2)] });
    expect(heldBy(first)).toEqual([]);
  });
});
