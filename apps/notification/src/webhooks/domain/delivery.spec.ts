import { describe, expect, it } from '@jest/globals';
import { nextTry } from './delivery.js';

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const patience = { retryAfterMs: 5 * SECOND, giveUpAfterMs: 72 * HOUR };

/** The times of all attempts, in seconds after the first, if each fails immediately. */
function tries(): number[] {
  const since = new Date(0);
  const all: number[] = [];
  for (let now: Date | undefined = since; now; now = nextTry(patience, all.length, since, now))
    all.push(now.getTime() / SECOND);
  return all;
}

describe('a partner who does not answer', () => {
  it('is told again soon at first, then every twelve hours, for three days', () => {
    const all = tries();
    expect(all.slice(0, 6)).toEqual([0, 5, 15, 35, 75, 155]);
    const [before, last] = all.slice(-2) as [number, number];
    expect(last - before).toBe(12 * 3_600);
    expect(last).toBeLessThanOrEqual(72 * 3_600);
    expect(last + 12 * 3_600).toBeGreaterThan(72 * 3_600);
    expect(all).toHaveLength(19);
  });
});
