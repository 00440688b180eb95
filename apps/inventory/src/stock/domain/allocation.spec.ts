import { describe, expect, it } from '@jest/globals';
import { allocate, shortagesOf } from './allocation.js';
import { type Stock, emptyStock, receive } from './stock.js';

/** Available units by SKU and warehouse: `{ TEA: { main: 3, north: 2 } }`. */
type Houses = Readonly<Record<string, Readonly<Record<string, number>>>>;

function given(houses: Houses) {
  const stocks = new Map<string, Stock>();
  for (const [sku, places] of Object.entries(houses))
    for (const [warehouse, quantity] of Object.entries(places))
      stocks.set(sku, receive(stocks.get(sku) ?? emptyStock(sku), { sku, quantity, warehouse }));
  const stockOf = (sku: string) => stocks.get(sku);
  return {
    when: (wanted: Readonly<Record<string, number>>) => {
      const lines = Object.entries(wanted).map(([sku, quantity]) => ({ sku, quantity }));
      return {
        then: (expected: readonly string[]) =>
          expect(
            allocate(lines, stockOf).map(
              ({ sku, quantity, warehouse = 'unnamed' }) => `${quantity} ${sku} from ${warehouse}`,
            ),
          ).toEqual(expected),
        thenLacking: (expected: object) => expect(shortagesOf(lines, stockOf)).toEqual(expected),
      };
    },
  };
}

describe('where the pieces come from', () => {
  it('is the main house if it has all', () => {
    given({ TEA: { north: 9, main: 3 }, MUG: { main: 1, north: 9 } })
      .when({ TEA: 3, MUG: 1 })
      .then(['3 TEA from unnamed', '1 MUG from unnamed']);
  });

  it('is another house if that one has all', () => {
    given({ TEA: { main: 2, north: 5 }, MUG: { main: 5, north: 2 } })
      .when({ TEA: 4, MUG: 2 })
      .then(['4 TEA from north', '2 MUG from north']);
  });

  it('is the first by name of two that have all', () => {
    given({ TEA: { south: 5, north: 5 } })
      .when({ TEA: 1 })
      .then(['1 TEA from north']);
  });

  it('is split between as few houses as need be, the fullest first', () => {
    given({ TEA: { main: 1, north: 4, south: 3 } })
      .when({ TEA: 6 })
      .then(['4 TEA from north', '2 TEA from south']);
  });

  it('is split by lines when each house has another', () => {
    given({ TEA: { main: 3 }, MUG: { north: 2 } })
      .when({ TEA: 3, MUG: 2 })
      .then(['3 TEA from unnamed', '2 MUG from north']);
  });

  it('is nowhere for what there is not', () => {
    given({ TEA: { main: 1 } })
      .when({ TEA: 3, CUP: 1 })
      .then(['1 TEA from unnamed']);
  });
});

describe('what stands in the way', () => {
  it('is counted over all houses', () => {
    given({ TEA: { main: 1, north: 1 } })
      .when({ TEA: 3, CUP: 1 })
      .thenLacking([
        { sku: 'TEA', requested: 3, available: 2 },
        { sku: 'CUP', requested: 1, available: 0 },
      ]);
  });
});
