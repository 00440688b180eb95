export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Probability that the interval contains the true median: 0.98 means in 98 of 100 cases. */
  readonly coverage: number;
}

/** The median; for an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = ascending(values);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

/**
 * Confidence interval of the median from order statistics. It assumes that the values are independent, and nothing about their
 * distribution. It is the narrowest pair of k-th smallest and k-th largest value with at least the coverage `wanted`. With too few
 * values it is the smallest and the largest, with their coverage.
 */
export function medianInterval(values: readonly number[], wanted: number): Interval {
  const sorted = ascending(values);
  const count = sorted.length;
  let outside = 1;
  let [probability, below] = [0.5 ** count, 0.5 ** count];
  // `below` is the probability that fewer than `outside` values lie below the median.
  for (let next = outside + 1; next <= count / 2; next++) {
    probability *= (count - next + 2) / (next - 1);
    if (1 - 2 * (below + probability) < wanted) break;
    below += probability;
    outside = next;
  }
  return { low: sorted[outside - 1]!, high: sorted[count - outside]!, coverage: Math.max(0, 1 - 2 * below) };
}

function ascending(values: readonly number[]): number[] {
  if (values.length === 0) throw new Error('there is no median of no values');
  return [...values].sort((a, b) => a - b);
}
