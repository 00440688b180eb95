import { describe, expect, it } from '@jest/globals';
import { median, medianInterval } from './statistics.js';

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('median', () => {
  it('is the value in the middle, whatever the order', () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  it('is between the two in the middle of an even number', () => {
    expect(median([4, 1, 2, 9])).toBe(3);
  });

  it('is not defined without values', () => {
    expect(() => median([])).toThrow('there is no median of no values');
  });
});

// The k-th smallest and k-th largest of n values enclose the median unless fewer than k values lie on one side of it. The probability
// of that is the same as of fewer than k heads in n coin tosses.
describe('medianInterval', () => {
  it('of seven values at 98 % is all of them: 1 - 2 / 128', () => {
    expect(medianInterval(upTo(7), 0.98)).toEqual({ low: 1, high: 7, coverage: 1 - 2 / 128 });
  });

  it('of fourteen values at 98 % leaves two out on each side: 1 - 2 (1 + 14 + 91) / 16384', () => {
    expect(medianInterval(upTo(14), 0.98)).toEqual({ low: 3, high: 12, coverage: 1 - 212 / 16_384 });
  });

  it('of twenty-one values at 98 % leaves four out: 1 - 2 (1 + 21 + 210 + 1330 + 5985) / 2097152', () => {
    expect(medianInterval(upTo(21), 0.98)).toEqual({ low: 5, high: 17, coverage: 1 - 15_094 / 2_097_152 });
  });

  it('is narrower where less certainty is wanted: of seven at 85 %, 1 - 2 (1 + 7) / 128', () => {
    expect(medianInterval(upTo(7), 0.85)).toEqual({ low: 2, high: 6, coverage: 1 - 16 / 128 });
  });

  it('tells its coverage where there are too few values for the wanted one: of three, 1 - 2 / 8', () => {
    expect(medianInterval([3, 1, 2], 0.98)).toEqual({ low: 1, high: 3, coverage: 0.75 });
  });

  it('of one value says nothing', () => {
    expect(medianInterval([4], 0.98)).toEqual({ low: 4, high: 4, coverage: 0 });
  });

  it('does not let one wild value decide', () => {
    expect(medianInterval([...upTo(13), 1_000], 0.98).high).toBe(12);
  });
});
