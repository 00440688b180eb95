import type { World } from './world.js';

export interface FixedWorld extends World {
  /** Moves the clock and calls back what became due, in order. */
  elapse(ms: number): void;
  /** Resolves as soon as something waits for exactly this long. */
  waitingFor(ms: number): Promise<void>;
}

interface Waiting {
  ms: number;
  due: number;
  callback: () => void;
}

/** A world for specs: it stands at 1 March 2026, 12:00 UTC until it is moved, and counts its ids. */
export function fixedWorld(): FixedWorld {
  let now = Date.parse('2026-03-01T12:00:00Z');
  let ids = 0;
  let waiting: Waiting[] = [];
  let watchers: (() => void)[] = [];
  return {
    now: () => new Date(now),
    newId: (prefix) => `${prefix}_${++ids}`,
    timers: {
      after(ms, callback) {
        const timer = { ms, due: now + ms, callback };
        waiting.push(timer);
        watchers.forEach((watch) => watch());
        return () => (waiting = waiting.filter((each) => each !== timer));
      },
    },
    elapse(ms) {
      now += ms;
      const due = waiting.filter((timer) => timer.due <= now).sort((a, b) => a.due - b.due);
      waiting = waiting.filter((timer) => timer.due > now);
      due.forEach((timer) => timer.callback());
    },
    waitingFor(ms) {
      return new Promise((resolve) => {
        const watch = () => {
          if (!waiting.some((timer) => timer.ms === ms)) return;
          watchers = watchers.filter((each) => each !== watch);
          resolve();
        };
        watchers.push(watch);
        watch();
      });
    },
  };
}
