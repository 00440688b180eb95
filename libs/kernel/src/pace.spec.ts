import { describe, expect, it } from '@jest/globals';
import { Pace } from './pace.js';
import type { Timers } from './timers.js';

/** Time that passes only when somebody waits. */
function clockwork() {
  let now = 0;
  const timers: Timers = {
    after(ms, callback) {
      now += ms;
      queueMicrotask(callback);
      return () => undefined;
    },
  };
  return { timers, now: () => now, pass: (ms: number) => (now += ms) };
}

async function waited(items: number, ms: number, mostMs: number, meanwhile = 0): Promise<number> {
  const { timers, now, pass } = clockwork();
  const pace = new Pace(timers, mostMs, now);
  pace.done(items, ms);
  pass(meanwhile);
  const start = now();
  await pace.turn();
  return now() - start;
}

describe('Pace', () => {
  it('never waits after a single item', async () => expect(await waited(1, 50, 20)).toBe(0));
  it('waits as long as the last batch took', async () => expect(await waited(2, 7, 20)).toBe(7));
  it('waits at most the maximum', async () => expect(await waited(100, 500, 20)).toBe(20));
  it('subtracts the time that has passed', async () => expect(await waited(2, 7, 20, 4)).toBe(3));
  it('does not wait if the pause is over', async () => expect(await waited(2, 7, 20, 10)).toBe(0));
  it('waits at most the maximum when the clock is set back', async () =>
    expect(await waited(2, 7, 20, -3_600_000)).toBe(20));
  it('never waits with a maximum of 0', async () => expect(await waited(100, 500, 0)).toBe(0));
});
