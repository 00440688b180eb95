import { type Interval, median, medianInterval } from './statistics.js';

export type Side = 'old' | 'new';

/** Figures of a row from two adjacent sessions, one of each build, and from the session before them. */
export interface Pair {
  /** The build that was measured first. The next pair starts with the other one. */
  readonly first: Side;
  /** Figure of the `first` build in the session before, for the comparison of a build with itself. */
  readonly before: number;
  readonly old: number;
  readonly new: number;
}

/** The required ratio new/old. */
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
  /** Why the builds cannot be told apart. */
  readonly because?: string;
}

/**
 * Confidence of each interval. A row is evaluated at most three times. A wrong "met" needs an interval that lies completely on one side
 * of the true value, which happens in 1 of 100 evaluations, and so in less than 3 of 100 rows.
 */
export const CONFIDENCE = 0.98;

/** Median and interval of the ratios new/old. */
export function newToOld(pairs: readonly Pair[]): Ratios {
  return ratios(pairs.map((pair) => pair.new / pair.old));
}

/** The ratios of a build against itself, with the alternating order of `newToOld`: shows only the noise. */
export function sameBuild(pairs: readonly Pair[]): Ratios {
  return ratios(
    pairs.map(({ first, before, ...measured }) =>
      first === 'old' ? measured.old / before : before / measured.new,
    ),
  );
}

/** Whether the ratio new/old meets the bar; "not told apart" if the pairs are too few or the noise is too large to decide. */
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

/** How far noise can move a ratio away from 1. */
function spread({ low, high }: Interval): number {
  return Math.max(distance(low, 1), distance(high, 1));
}

/** Relative distance: 0.02 from 1 to 1.02, and from 1.02 to 1. */
function distance(a: number, b: number): number {
  return Math.max(a / b, b / a) - 1;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`;
}

function notToldApart(because: string): BarResult {
  return { outcome: 'not told apart', because };
}
