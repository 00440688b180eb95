import { beforeEach, describe, expect, it } from '@jest/globals';
import { Gathering } from './gathering.js';

const deferrable = { context: { deferrable: true as const } };
const urgent = { context: {} };

describe('a batch', () => {
  let waits: { readonly ms: number; readonly over: () => void }[];
  const timers = {
    after(ms: number, over: () => void) {
      waits.push({ ms, over });
      return () => undefined;
    },
  };
  const clock = { now: () => new Date(0) };
  /** Starts to collect. The returned function tells whether the batch has started. */
  const collecting = (gathering: Gathering, queue: object[]) => {
    let started = false;
    void gathering.collect(queue as (typeof urgent)[]).then(() => (started = true));
    return async () => {
      for (let turn = 0; turn < 5; turn++) await Promise.resolve();
      return started;
    };
  };
  const gathering = (options: { lingerMs?: number; deferMs?: number } = { deferMs: 100 }) =>
    new Gathering({ clock, timers, gatherMs: 0, ...options });
  beforeEach(() => {
    waits = [];
  });

  it('waits for others when no caller waits for any of its calls', async () => {
    const started = collecting(gathering(), [deferrable, deferrable]);
    expect(await started()).toBe(false);
    expect(waits.map(({ ms }) => ms)).toEqual([100]);
    waits[0]!.over();
    expect(await started()).toBe(true);
  });

  it('starts at once when a caller waits for one of its calls', async () => {
    const started = collecting(gathering(), [deferrable, urgent]);
    expect([await started(), waits]).toEqual([true, []]);
  });

  it.each([
    { when: 'a call with a waiting caller is added', call: urgent, length: 3 },
    { when: 'it is large enough', call: deferrable, length: 32 },
  ])('starts as soon as $when', async ({ call, length }) => {
    const made = gathering();
    const started = collecting(made, [deferrable]);
    made.added(deferrable, length - 1);
    expect(await started()).toBe(false);
    made.added(call, length);
    expect(await started()).toBe(true);
  });

  it('is not deferred where the runner does not defer', async () => {
    const started = collecting(gathering({}), [deferrable]);
    expect([await started(), waits]).toEqual([true, []]);
  });

  it('lingers whether or not a caller waits, where the runner lingers', async () => {
    const made = gathering({ lingerMs: 200 });
    const started = collecting(made, [urgent]);
    made.added(urgent, 2);
    expect([await started(), waits.map(({ ms }) => ms)]).toEqual([false, [200]]);
    waits[0]!.over();
    expect(await started()).toBe(true);
  });
});
