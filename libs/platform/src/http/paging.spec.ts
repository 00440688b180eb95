import { describe, expect, it } from '@jest/globals';
import { pageOf, positionOf } from './paging.js';

const MIB = 1_048_576;
const page = (sizes: readonly number[], limit = 10) =>
  pageOf(
    sizes.map((size, nr) => ({ nr, size })),
    limit,
    ({ nr }) => [nr],
    ({ size }) => 'x'.repeat(size),
  );
const shown = ({ items, nextCursor }: ReturnType<typeof page>) => ({
  sizes: items.map(({ length }) => length),
  after: positionOf(nextCursor ?? undefined, 1),
});

describe('a page', () => {
  it('has as many items as were asked for, and a cursor if there are more', () => {
    expect(shown(page([1, 2, 3], 2))).toEqual({ sizes: [1, 2], after: [1] });
    expect(shown(page([1, 2], 2))).toEqual({ sizes: [1, 2], after: undefined });
  });

  it('ends before the item that makes it too long, and goes on there', () => {
    const half = MIB / 2 - 10;
    expect(shown(page([half, half, half]))).toEqual({ sizes: [half, half], after: [1] });
  });

  it('has at least one item', () => {
    expect(shown(page([2 * MIB, 1]))).toEqual({ sizes: [2 * MIB], after: [0] });
    expect(shown(page([2 * MIB]))).toEqual({ sizes: [2 * MIB], after: undefined });
  });
});
