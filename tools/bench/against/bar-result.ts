import { type Interval, median, medianInterval } from './statistics.js';

export type Side = 'old' | 'new';

/** What one row measured in two sessions beside each other, one of each build, and in the session just before them. */
export interface Pair {
  /** The build that was measured first; the next pair begins with the other one. */
  readonly first: Side;
  /** The first build once more, in the session just before: the two of it are a pair of one build against itself. */
  readonly before: number;
  readonly old: number;
  readonly new: number;
}

/** What the ratio new/old must be. */
export interface Bar {
  readonly relation: '<=' | '>=';
  readonly value: number;
}

export interface Ratios {
  readonly median: number;
  readonly interval: Interval;
}

export type Outcome = 'met' | 'not met' | 'not told apart';

export interface BarResult {
  readonly outcome: Outcome;
  /** Why the two are not told apart. */
  readonly because?: string;
}

/**
 * Of each interval. A row is looked at after the pairs that were asked for and at most twice again; a wrong "met" needs an interval
 * that lies wholly on one side of the truth, which happens in one of 100 looks, so in less than 3 of 100 rows.
 */
export const CONFIDENCE = 0.98;

/** New divided by old. */
export function newToOld(pairs: readonly Pair[]): Ratios {
  return ratios(pairs.map((pair) => pair.new / pair.old));
}

/** One build against itself, later by earlier and earlier by later in turns, as the builds are in `newToOld`: the noise alone. */
export function sameBuild(pairs: readonly Pair[]): Ratios {
  return ratios(
    pairs.map(({ first, before, ...measured }) =>
      first === 'old' ? measured.old / before : before / measured.new,
    ),
  );
}

/** Whether the ratio new/old keeps the bar; "not told apart" unless the pairs and the noise leave no doubt. */
export function barResult(pairs: readonly Pair[], { relation, value }: Bar): BarResult {
  const { interval, median: middle } = newToOld(pairs);
  if (interval.coverage < CONFIDENCE) return notToldApart(`${pairs.length} pairs are too few`);
  const atMost = relation === '<=';
  if (interval.low < value && value < interval.high) return notToldApart('the bar lies within the interval');
  const noise = spread(sameBuild(pairs).interval);
  const margin = distance(value, middle);
  if (noise > margin)
    return notToldApart(`the A/A spread is ${percent(noise)}, the ratio is ${percent(margin)} from the bar`);
  const met = atMost ? interval.high <= value : interval.low >= value;
  return { outcome: met ? 'met' : 'not met' };
}

function ratios(values: readonly number[]): Ratios {
  return { median: median(values), interval: medianInterval(values, CONFIDENCE) };
}

/** How far noise alone can move a ratio away from 1. */
function spread({ low, high }: Interval): number {
  return Math.max(distance(low, 1), distance(high, 1));
}

/** As a part: 0.02 from 1 to 1.02, and from 1.02 to 1. */
function distance(a: number, b: number): number {
  return Math.max(a / b, b / a) - 1;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function notToldApart(because: string): BarResult {
  return { outcome: 'not told apart', because };
}
