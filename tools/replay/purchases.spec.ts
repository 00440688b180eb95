import { describe, expect, it } from '@jest/globals';
import { planOf } from './plan.js';
import { till } from './till.fixture.js';

type Line = readonly [string, string, number, string, string];

/** Plans these lines, and returns the cancelled invoices and the reasons of refusals. */
function takenBack(...lines: readonly Line[]): { cancelled: string[]; refused: string[] } {
  const { steps, refused } = planOf(till(...lines));
  return {
    cancelled: steps.flatMap((step) => (step.kind === 'cancellation' ? [step.cancels] : [])),
    refused: refused.map(({ reason }) => reason),
  };
}

const sale: Line[] = [
  ['1', 'A', 2, '1', '7'],
  ['1', 'TEA', 3, '2', '7'],
];

describe('a C invoice', () => {
  it('cancels the earlier order whose goods it takes back to the last piece', () => {
    const back = takenBack(
      ...sale,
      ['C2', 'TEA', -3, '2', '7'],
      ['C2', 'A', -1, '1', '7'],
      ['C2', 'A', -1, '1', '7'],
    );
    expect(back).toEqual({ cancelled: ['1'], refused: [] });
  });

  it('cancels the newest of several equal orders, and each of them once', () => {
    const same: Line[] = [
      ['1', 'A', 2, '1', '7'],
      ['2', 'A', 2, '1', '7'],
    ];
    const back = takenBack(...same, ...['C3', 'C4', 'C5'].map((c): Line => [c, 'A', -2, '1', '7']));
    expect(back).toEqual({ cancelled: ['2', '1'], refused: ['NO_MATCHING_PURCHASE'] });
  });

  it('is refused as a partial return, line by line, when it takes back less', () => {
    const back = takenBack(...sale, ['C2', 'A', -2, '1', '7']);
    expect(back).toEqual({ cancelled: [], refused: ['PARTIAL_RETURN_NOT_REPLAYED'] });
  });

  it('is no cancellation of an order at another price', () => {
    const back = takenBack(['1', 'A', 2, '1', '7'], ['C2', 'A', -2, '0.50', '7']);
    expect(back).toEqual({ cancelled: [], refused: ['PARTIAL_RETURN_NOT_REPLAYED'] });
  });

  it('takes no piece back twice', () => {
    const back = takenBack(...sale, ['C2', 'A', -2, '1', '7'], ['C3', 'A', -1, '1', '7']);
    expect(back.refused).toEqual(['PARTIAL_RETURN_NOT_REPLAYED', 'NO_MATCHING_PURCHASE']);
  });

  it('does not cancel an order of which a part came back already', () => {
    const back = takenBack(['1', 'A', 2, '1', '7'], ['C2', 'A', -1, '1', '7'], ['C3', 'A', -2, '1', '7']);
    expect(back.cancelled).toEqual([]);
    expect(back.refused).toEqual(['PARTIAL_RETURN_NOT_REPLAYED', 'NO_MATCHING_PURCHASE']);
  });

  it.each([
    ['another customer', ['C2', 'A', -2, '1', '8']],
    ['more than was bought', ['C2', 'A', -3, '1', '7']],
    ['other goods', ['C2', 'C', -1, '1', '7']],
  ] as [string, Line][])('matches no purchase: %s', (_, line) => {
    expect(takenBack(...sale, line).refused).toEqual(['NO_MATCHING_PURCHASE']);
  });

  it('matches no later purchase', () => {
    const back = takenBack(['C1', 'A', -2, '1', '7'], ['2', 'A', 2, '1', '7']);
    expect(back).toEqual({ cancelled: [], refused: ['NO_MATCHING_PURCHASE'] });
  });

  it('matches no purchase of a guest: it may have been somebody else', () => {
    const back = takenBack(['1', 'A', 2, '1', ''], ['C2', 'A', -2, '1', '']);
    expect(back).toEqual({ cancelled: [], refused: ['NO_MATCHING_PURCHASE'] });
  });
});
