import { describe, expect, it } from '@jest/globals';
import { bench } from '../../commands/verify.js';
import { comparisonOptions } from './options.js';
import { ROW_NAMES } from './rows.js';

const parsed = (...args: string[]) => bench.parse(args, { from: 'user' }).opts();
const options = (...args: string[]) => comparisonOptions(parsed('--against', 'v1', ...args));

it('measures every row in seven pairs, and in up to twenty-one where a bar is not told apart', () => {
  const { against, rows, bars, pairs, mostPairs } = options();
  expect({ against, rows, bars, pairs, mostPairs }).toEqual({
    against: 'v1',
    rows: ROW_NAMES,
    bars: {},
    pairs: 7,
    mostPairs: 21,
  });
});

describe('--bar', () => {
  it('of a row may be an upper or a lower one, or both', () => {
    expect(
      options('--bar', 'cpu-per-order<=1.02', '--bar', 'throughput >= 1.3', '--bar', 'throughput<=2').bars,
    ).toEqual({
      'cpu-per-order': [{ relation: '<=', value: 1.02 }],
      throughput: [
        { relation: '>=', value: 1.3 },
        { relation: '<=', value: 2 },
      ],
    });
  });

  it('without a row holds for every wanted row that is to become smaller', () => {
    expect(options('--only', 'cpu-at-2', '--only', 'throughput', '--bar', '0.4').bars).toEqual({
      'cpu-at-2': [{ relation: '<=', value: 0.4 }],
    });
  });

  it('names a row that there is not', () => {
    expect(() => options('--bar', 'speed<=1')).toThrow(
      'there is no row "speed": use one of throughput, cpu-per-order',
    );
  });

  it('is not a word', () => {
    expect(() => options('--bar', 'cpu-per-order<=fast')).toThrow(
      '--bar must be a positive number (got "fast")',
    );
  });
});

describe('--seconds', () => {
  it('are those of all loads, or of one', () => {
    expect(options('--seconds', '5', '--seconds', 'closed=8').seconds).toEqual({
      idle: 5,
      'at-10': 5,
      'at-20': 5,
      counted: 5,
      closed: 8,
      flood: 5,
      rest: 5,
      'real-at-2': 5,
      'real-at-10': 5,
    });
  });

  it('names a load that there is not', () => {
    expect(() => options('--seconds', 'open=5')).toThrow('there is no load "open": use one of idle');
  });
});

it.each(['0', '5', 'two'])('starts at most four instances of a service, not %s', (instances) => {
  expect(options('--instances', '4').instances).toBe(4);
  expect(() => options('--instances', instances)).toThrow(
    `--instances must be 1, 2, 3 or 4 (got "${instances}")`,
  );
});

it('runs no fewer pairs than it was asked for', () => {
  expect(options('--pairs', '9', '--most-pairs', '5').mostPairs).toBe(9);
});

it('needs to know against what', () => {
  expect(() => comparisonOptions(parsed())).toThrow('--against needs a commit, a branch or a tag');
});
