import { describe, expect, it } from '@jest/globals';
import { ManualTimers } from '@waybill/testing';
import fc from 'fast-check';
import { backoff, sleep, systemTimers, within } from './timers.js';

const turn = () => new Promise<void>((resolve) => void systemTimers.after(0, resolve));

describe('backoff', () => {
  it('waits less than twice as long each time, and never longer than its cap', () => {
    const waits = [0, 1, 2, 3, 4, 5, 2_000].map((attempt) => backoff(attempt, 100, 1_000, () => 0.5));
    expect(waits).toEqual([50, 100, 200, 400, 500, 500, 500]);
  });

  it('stays within its bounds for all random numbers', () => {
    fc.assert(
      fc.property(
        fc.nat(5_000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, chance) => {
          const wait = backoff(attempt, 100, 1_000, () => chance);
          expect(Number.isInteger(wait) && wait >= 0 && wait <= Math.min(1_000, 100 * 2 ** attempt)).toBe(
            true,
          );
        },
      ),
    );
  });
});

describe('sleep', () => {
  it('resolves after its time and not before', async () => {
    const timers = new ManualTimers();
    let awake = false;
    void sleep(timers, 100).then(() => (awake = true));
    timers.advance(99);
    await turn();
    expect(awake).toBe(false);
    timers.advance(1);
    await turn();
    expect(awake).toBe(true);
  });

  it('resolves immediately when aborted, and leaves no timer behind', async () => {
    const timers = new ManualTimers();
    const stop = new AbortController();
    const slept = sleep(timers, 100, stop.signal);
    stop.abort();
    await slept;
    await sleep(timers, 100, stop.signal);
    expect(timers.waiting).toBe(0);
  });
});

describe('within', () => {
  it('returns a value in time, and leaves no timer behind', async () => {
    const timers = new ManualTimers();
    expect(await within(timers, 100, Promise.resolve('value'))).toBe('value');
    expect(timers.waiting).toBe(0);
  });

  it('rejects with an error in time', async () => {
    const failed = within(new ManualTimers(), 100, Promise.reject(new TypeError('a defect')));
    await expect(failed).rejects.toThrow('a defect');
  });

  it('rejects after its time', async () => {
    const timers = new ManualTimers();
    const late = within(timers, 100, new Promise(() => undefined));
    timers.advance(100);
    await expect(late).rejects.toMatchObject({ code: 'TIMEOUT', message: 'no response within 100 ms' });
  });
});
