import { describe, expect, it } from '@jest/globals';
import { type ListQuery, continuedAt, pageOf, positionOf } from './paging.js';

const MIB = 1_048_576;
const page = (sizes: readonly number[], limit = 10) =>
  pageOf(
    sizes.map((size, nr) => ({ nr, size })),
    { limit },
    ({ nr }) => [nr],
    ({ size }) => 'x'.repeat(size),
  );
const shown = ({ items, nextCursor }: ReturnType<typeof page>) => ({
  sizes: items.map(({ length }) => length),
  after: positionOf({ limit: 10, cursor: nextCursor ?? undefined }, 1),
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

describe('a cursor', () => {
  const first = { limit: 1, sort: '-at', status: 'sent', from: undefined };
  const rows = [['b', 2] as const, ['a', 1] as const];
  const { nextCursor } = pageOf(rows, first, (row) => row, String);
  const cursor = nextCursor!;

  it.each([
    ['another limit', { ...first, limit: 50 }],
    ['its parameters in another order', { status: 'sent', sort: '-at', limit: 1 }],
  ])('continues its list with %s', (_, query) => {
    expect(positionOf({ ...query, cursor } as ListQuery, 2)).toEqual(['b', 2]);
  });

  it.each([
    ['another sort order', { ...first, sort: 'at' }],
    ['another filter', { ...first, status: 'failed' }],
    ['a filter more', { ...first, from: '2026-01-01T00:00:00Z' }],
    ['a filter less', { ...first, status: undefined }],
    ['the same value of another filter', { ...first, status: undefined, template: 'sent' }],
  ])('is refused with %s', (_, query) => {
    expect(() => positionOf({ ...query, cursor } as ListQuery, 2)).toThrow(
      'The cursor was returned for another sort order or filter. Repeat the parameters of the first page.',
    );
  });

  it.each([
    ['no JSON', 'x'],
    ['no list', '7'],
    ['nothing', '[]'],
    ['too little', JSON.stringify([Buffer.from(cursor, 'base64url').toString().slice(2, 10), 'b'])],
  ])('is refused if it holds %s', (_, text) => {
    const forged = Buffer.from(text).toString('base64url');
    expect(() => positionOf({ ...first, cursor: forged } as ListQuery, 2)).toThrow(
      'The cursor was not returned by this list.',
    );
  });
});

describe('a search that ended before its page was full', () => {
  const query = { limit: 2, status: 'failed' };
  const pageOfSome = (rows: readonly string[], end: readonly string[] | undefined) => {
    const page = continuedAt(
      pageOf(
        rows,
        query,
        (row) => [row],
        (row) => row,
      ),
      query,
      end,
    );
    return [page.items, positionOf({ ...query, cursor: page.nextCursor ?? undefined } as ListQuery, 1)];
  };

  it.each<[string, string[], string[] | undefined, unknown]>([
    ['goes on where it ended', ['a'], ['m'], [['a'], ['m']]],
    ['goes on where it ended, although it found nothing', [], ['m'], [[], ['m']]],
    ['goes on behind the last item of a full page', ['a', 'b', 'c'], ['m'], [['a', 'b'], ['b']]],
    ['is over if it has examined all', ['a'], undefined, [['a'], undefined]],
  ])('%s', (_, rows, end, expected) => {
    expect(pageOfSome(rows, end)).toEqual(expected);
  });
});
