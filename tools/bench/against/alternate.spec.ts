import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Figures, type WantedRow, alternate } from './alternate.js';
import { Results } from './results.js';
import type { RowName } from './rows.js';
import type { Bar, Side } from './bar-result.js';

const SETTINGS = { seconds: 5, warmUp: 1 };
let folder: string;
let sessions: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-bench-'));
  sessions = [];
});

afterEach(() => rmSync(folder, { recursive: true }));

const results = (): Results => new Results(join(folder, 'old-new.json'), { old: 'old', new: 'new' });
const wantedRow = (row: RowName, ...bars: Bar[]): WantedRow => ({ row, settings: SETTINGS, bars });

interface Run {
  readonly wanted: readonly WantedRow[];
  readonly pairs?: number;
  readonly mostPairs?: number;
  readonly figure?: (side: Side, session: number) => number;
  /** The session in which the run is stopped. */
  readonly stoppedIn?: number;
}

function run({ wanted, pairs = 7, mostPairs = 21, figure = () => 10, stoppedIn }: Run): Promise<void> {
  return alternate({
    wanted,
    pairs,
    mostPairs,
    results: results(),
    say: () => undefined,
    measure(side, _parts, rows): Promise<Figures> {
      sessions.push(`${side} ${rows.join(' ')}`);
      if (sessions.length === stoppedIn) return Promise.reject(new Error('stopped'));
      return Promise.resolve(Object.fromEntries(rows.map((row) => [row, figure(side, sessions.length)])));
    },
  });
}

const sides = (): string => sessions.map((session) => session.split(' ')[0]).join(' ');

it('measures the builds in turns, each pair in the other order, after one session of the build that begins', async () => {
  await run({ wanted: [wantedRow('throughput')], pairs: 3, figure: (_, session) => session });
  expect(sides()).toBe('old old new new old old new');
  expect(results().pairsOf('throughput', SETTINGS)).toEqual([
    { first: 'old', before: 1, old: 2, new: 3 },
    { first: 'new', before: 3, old: 5, new: 4 },
    { first: 'old', before: 5, old: 6, new: 7 },
  ]);
});

it('measures rows of one platform in the same sessions, and those of the other after them', async () => {
  await run({ wanted: [wantedRow('throughput'), wantedRow('p50-at-10'), wantedRow('cpu-at-2')], pairs: 1 });
  expect(sessions).toEqual([
    'old throughput p50-at-10',
    'old throughput p50-at-10',
    'new throughput p50-at-10',
    'old cpu-at-2',
    'old cpu-at-2',
    'new cpu-at-2',
  ]);
});

it('goes on where it was stopped: pairs that were finished are kept', async () => {
  const stopped = run({ wanted: [wantedRow('throughput')], pairs: 4, stoppedIn: 6 });
  await expect(stopped).rejects.toThrow('stopped');
  expect(sides()).toBe('old old new new old old');
  sessions = [];
  await run({ wanted: [wantedRow('throughput')], pairs: 4 });
  expect(sides()).toBe('old old new new old');
  expect(results().pairsOf('throughput', SETTINGS)).toHaveLength(4);
});

it('measures nothing again that was measured, and adds rows to the same file', async () => {
  await run({ wanted: [wantedRow('throughput')], pairs: 2 });
  sessions = [];
  await run({ wanted: [wantedRow('throughput'), wantedRow('flood')], pairs: 2 });
  expect(sessions).toEqual(['old flood', 'old flood', 'new flood', 'new flood', 'old flood']);
  expect(results().rows.map(({ row, pairs }) => [row, pairs.length])).toEqual([
    ['throughput', 2],
    ['flood', 2],
  ]);
});

it('measures a row of other settings apart', async () => {
  await run({ wanted: [wantedRow('throughput')], pairs: 1 });
  await run({ wanted: [{ ...wantedRow('throughput'), settings: { seconds: 20, warmUp: 1 } }], pairs: 1 });
  expect(results().rows.map(({ settings, pairs }) => [settings.seconds, pairs.length])).toEqual([
    [5, 1],
    [20, 1],
  ]);
});

const bar: Bar = { relation: '<=', value: 1.02 };
const noisy = (_: Side, session: number): number => 10 * (1 + (session % 3) / 20);
const counted = (row: RowName): number => results().pairsOf(row, SETTINGS).length;

it('runs more pairs where a bar is not told apart, up to a limit', async () => {
  await run({ wanted: [wantedRow('cpu-per-order', bar)], figure: noisy });
  expect(counted('cpu-per-order')).toBe(21);
});

it('runs no more pairs than were asked for where the bar is told apart', async () => {
  await run({ wanted: [wantedRow('cpu-per-order', bar)] });
  expect(counted('cpu-per-order')).toBe(7);
});

it('runs more pairs only of the rows that need them', async () => {
  await run({ wanted: [wantedRow('cpu-per-order', bar), wantedRow('throughput')], figure: noisy });
  expect([counted('cpu-per-order'), counted('throughput')]).toEqual([21, 7]);
});
