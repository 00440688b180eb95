import { describe, expect, it } from '@jest/globals';
import { type Bar, type Pair, newToOld, sameBuild, barResult } from './bar-result.js';

/** Pairs in ABBA order with these ratios new/old, and these ratios of one build against itself. */
function pairsOf(newByOld: readonly number[], against: readonly number[] = newByOld.map(() => 1)): Pair[] {
  return newByOld.map((ratio, index) => {
    const noise = against[index]!;
    return index % 2 === 0
      ? { first: 'old', before: 100 / noise, old: 100, new: 100 * ratio }
      : { first: 'new', before: 100 * ratio * noise, old: 100, new: 100 * ratio };
  });
}

const atMost = (value: number): Bar => ({ relation: '<=', value });
const atLeast = (value: number): Bar => ({ relation: '>=', value });
const around = (middle: number, step: number): number[] =>
  [-3, -2, -1, 0, 1, 2, 3].map((steps) => middle + steps * step);

describe('ratios', () => {
  it('are those of the pairs, not of the sums: a slow hour slows both of a pair', () => {
    const pairs: Pair[] = [
      { first: 'old', before: 10, old: 10, new: 9 },
      { first: 'new', before: 18, old: 20, new: 18 },
      { first: 'old', before: 40, old: 40, new: 36 },
    ];
    expect(newToOld(pairs)).toEqual({ median: 0.9, interval: { low: 0.9, high: 0.9, coverage: 0.75 } });
  });

  it('of one build against itself show no drift where the order of the builds hides it', () => {
    const drifting: Pair[] = [
      { first: 'old', before: 100, old: 110, new: 121 },
      { first: 'new', before: 121, old: 146.41, new: 133.1 },
    ];
    const { median, interval } = sameBuild(drifting);
    expect([median, interval.low, interval.high].map((value) => value.toFixed(3))).toEqual([
      '1.005',
      '0.909',
      '1.100',
    ]);
  });
});

describe('a bar that the ratio must not exceed', () => {
  it('is met when the whole interval is below it', () => {
    expect(barResult(pairsOf(around(0.35, 0.01)), atMost(0.4))).toEqual({ outcome: 'met' });
  });

  it('is met when the upper end of the interval is at it', () => {
    expect(barResult(pairsOf([0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.75]), atMost(0.75))).toEqual({
      outcome: 'met',
    });
  });

  it('is not met when the whole interval is above it', () => {
    expect(barResult(pairsOf(around(0.5, 0.01)), atMost(0.4))).toEqual({ outcome: 'not met' });
  });

  it('is not told apart when it lies within the interval', () => {
    expect(barResult(pairsOf(around(0.4, 0.01)), atMost(0.4))).toEqual({
      outcome: 'not told apart',
      because: 'the bar lies within the interval',
    });
  });
});

describe('a bar that the ratio must reach', () => {
  it('is met when the whole interval is above it', () => {
    expect(barResult(pairsOf(around(1.4, 0.01)), atLeast(1.3))).toEqual({ outcome: 'met' });
  });

  it('is not met when the whole interval is below it', () => {
    expect(barResult(pairsOf(around(1.2, 0.01)), atLeast(1.3))).toEqual({ outcome: 'not met' });
  });
});

describe('noise', () => {
  const noisy = [0.95, 0.97, 0.99, 1, 1.01, 1.03, 1.05];

  it('wider than the distance to the bar leaves it open, though the interval is on one side of the bar', () => {
    expect(barResult(pairsOf(around(1, 0.001), noisy), atMost(1.02))).toEqual({
      outcome: 'not told apart',
      because: 'the A/A spread is 5.3 %, the ratio is 2.0 % from the bar',
    });
  });

  it('wider than the distance to the bar is no reason to say "not met" either', () => {
    expect(barResult(pairsOf(around(1.04, 0.001), noisy), atMost(1.02)).outcome).toBe('not told apart');
  });

  it('does not matter where the ratio is far from the bar', () => {
    expect(barResult(pairsOf(around(0.35, 0.005), noisy), atMost(0.4))).toEqual({ outcome: 'met' });
  });

  it('of an unchanged build that is measured well lets a bar of 1.02 be met', () => {
    expect(barResult(pairsOf(around(1, 0.002), around(1, 0.003)), atMost(1.02))).toEqual({ outcome: 'met' });
  });
});

it('fewer than seven pairs tell nothing apart', () => {
  expect(barResult(pairsOf([0.1, 0.1, 0.1, 0.1, 0.1, 0.1]), atMost(0.4))).toEqual({
    outcome: 'not told apart',
    because: '6 pairs are too few',
  });
});
