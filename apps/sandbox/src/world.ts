import { randomUUID } from 'node:crypto';

/** Time, ids and timers. Specs pass fixed ones. */
export interface World {
  now(): Date;
  /** A unique id with the prefix of its kind, such as `pi_…`. */
  newId(prefix: string): string;
  timers: Timers;
}

export interface Timers {
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}

export const realWorld: World = {
  now: () => new Date(),
  // randomUUID, because Node caches its random bytes.
  newId: (prefix) => `${prefix}_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
  timers: {
    after(ms, callback) {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  },
};

/** Timers that can all be cancelled when the sandbox stops. */
export function stoppable(timers: Timers): Timers & { stop(): void } {
  const waiting = new Set<() => void>();
  return {
    after(ms, callback) {
      const cancel = timers.after(ms, () => {
        waiting.delete(cancel);
        callback();
      });
      waiting.add(cancel);
      return () => {
        waiting.delete(cancel);
        cancel();
      };
    },
    stop() {
      waiting.forEach((cancel) => cancel());
      waiting.clear();
    },
  };
}
