import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Milliseconds until the last error is thrown; two minutes by default, which only a failure waits for. */
  readonly within?: number;
  /** Milliseconds between two attempts. */
  readonly every?: number;
}

/** Tries until the assertion no longer throws and returns what it returned; rethrows its last error when time is up. */
export async function eventually<T>(
  assertion: () => T | Promise<T>,
  { within = 120_000, every = 25 }: EventuallyOptions = {},
): Promise<T> {
  const deadline = performance.now() + within;
  for (;;) {
    try {
      return await assertion();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await sleep(every);
  }
}
