/** The only way to wait. It is always a parameter, so that a simulation can control time. */
export interface Timers {
  /** Calls back once after `ms`. The returned function cancels it. A pending timer does not keep the process alive. */
  after(ms: number, callback: () => void): () => void;
}

export const systemTimers: Timers = {
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Resolves in the next turn of the event loop: after what is ready now has run, and has written to its sockets. Not for simulated code. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

/** Resolves after `ms`, or when the signal aborts. */
export function sleep(timers: Timers, ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const cancel = timers.after(ms, done);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Exponential backoff with full jitter (Brooker, 2015): a random wait below `base * 2^attempt`, at most `cap`. */
export function backoff(attempt: number, base: number, cap: number, random: () => number): number {
  return Math.ceil(random() * Math.min(cap, base * 2 ** attempt));
}

/** The promise's value, or a TIMEOUT error after `ms`. The underlying operation is not cancelled. */
export async function within<T>(timers: Timers, ms: number, promise: Promise<T>): Promise<T> {
  let cancel = () => {};
  const late = new Promise<never>((_, reject) => {
    cancel = timers.after(ms, () =>
      reject(Object.assign(new Error(`no response within ${ms} ms`), { code: 'TIMEOUT' })),
    );
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    cancel();
  }
}
