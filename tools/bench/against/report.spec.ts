import { expect, it } from '@jest/globals';
import { allMet, reportText } from './report.js';
import type { RowResults } from './results.js';
import type { Pair } from './bar-result.js';

/** Pairs with these ratios around 100 ms. Sessions of the same build differ by at most the part `noise`. */
function pairsOf(ratios: readonly number[], noise: number): Pair[] {
  return ratios.map((ratio, index) => ({
    first: 'old',
    before: 100 * (1 + (index % 2) * noise),
    old: 100,
    new: 100 * ratio,
  }));
}

const settings = { seconds: 20, warmUp: 10 };
const ratios = [0.97, 0.98, 0.99, 1, 1.01, 1.02, 1.03];
const rows: RowResults[] = [
  { row: 'flood', settings: { ...settings, rate: 180 }, pairs: pairsOf(ratios.slice(0, 3), 0) },
  { row: 'cpu-per-order', settings, pairs: pairsOf(ratios, 0.05) },
];

it('is a line for each row and bar, in the order of the rows, and says why a bar is not told apart', () => {
  const bars = {
    'cpu-per-order': [
      { relation: '<=', value: 1.02 },
      { relation: '<=', value: 1.5 },
    ],
  } as const;
  const text = reportText({ old: '8e54e6f021', new: '97807320aa', rows, bars });
  expect(text.split('\n').slice(0, 8)).toEqual([
    'old: 8e54e6f021',
    'new: 97807320aa',
    '',
    'row            load              old     new      new/old  98 %                   A/A    98 %                   pairs  bar      result',
    'cpu-per-order  closed 20 s       100 ms  100 ms   1.000    0.970 to 1.030         1.000  0.952 to 1.000         7      <= 1.02  not told apart',
    'cpu-per-order  closed 20 s       100 ms  100 ms   1.000    0.970 to 1.030         1.000  0.952 to 1.000         7      <= 1.5   met',
    'flood          flood 180/s 20 s  100 /s  98.0 /s  0.980    0.970 to 0.990 (75 %)  1.000  1.000 to 1.000 (75 %)  3',
    '',
  ]);
  expect(text).toContain('cpu-per-order <= 1.02: not told apart, because the bar lies within the interval');
});

it('fails unless every bar is met', () => {
  const met = { relation: '<=', value: 1.5 } as const;
  const open = { relation: '<=', value: 1.02 } as const;
  expect(allMet({ rows, bars: { 'cpu-per-order': [met] } })).toBe(true);
  expect(allMet({ rows, bars: { 'cpu-per-order': [met, open] } })).toBe(false);
  expect(allMet({ rows, bars: { 'cpu-at-2': [met] } })).toBe(false);
});
