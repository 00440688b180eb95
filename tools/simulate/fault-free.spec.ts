import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import type { Chance } from '@waybill/simulation';
import { faultFreeRun } from './fault-free.js';
import { endStateOf } from './end-state.js';
import { type RunOptions, type RunResult, run } from './run.js';

const RUNS = process.env['WAYBILL_PROOFS'] === 'full' ? 100 : 1;
const MANY_MS = 600_000;
const HOUR = 3_600_000;

const seeds = Array.from({ length: RUNS }, (_, index) => index + 1);
const styles = ['orchestrated', 'choreographed', 'hybrid'] as const;

/** The end state of a run. */
async function endOf(options: RunOptions): Promise<{ state: Record<string, string[]>; result: RunResult }> {
  let state: Record<string, string[]> = {};
  const result = await run({ ...options, onEnd: (shop, clients) => (state = endStateOf(shop, clients)) });
  return { state, result };
}

/** Clock skews of up to an hour, often exactly an hour. */
const hoursApart = (_: string, chance: Chance): number =>
  chance.pick([-HOUR, HOUR, chance.between(-HOUR, HOUR)]);

describe.each(styles)('a calm life, %s', (fulfilment) => {
  it.each<[string, Partial<RunOptions>]>([
    ['with each message delivered three times, in any order', { deliveries: 3 }],
    ['with clocks up to an hour off to both sides', { skewOf: hoursApart }],
  ])(
    'ends the same %s',
    async (_, disturbed) => {
      for (const seed of seeds) {
        const options = faultFreeRun(seed, fulfilment);
        const quiet = await endOf(options);
        const other = await endOf({ ...options, ...disturbed });
        expect({ seed, ...other.state }).toEqual({ seed, ...quiet.state });
        expect([quiet.result.violations, other.result.violations]).toEqual([[], []]);
      }
    },
    MANY_MS,
  );
});

describe('a calm life', () => {
  it.each<[string, Partial<RunOptions>]>([
    ['three deliveries, where nobody asks what was handled before', { deliveries: 3, naive: 'claims' }],
    ['clocks an hour off, where a service believes its own', { skewOf: hoursApart, naive: 'database clock' }],
  ])(
    'ends otherwise after %s',
    async (_, disturbed) => {
      const options = faultFreeRun(1, 'orchestrated');
      const { state } = await endOf(options);
      expect((await endOf({ ...options, ...disturbed })).state).not.toEqual(state);
    },
    MANY_MS,
  );
});
