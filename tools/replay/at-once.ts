/** Limits concurrency: runs at most `most` calls at a time, in the order of arrival. */
export function atOnce(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      // Passes the slot to the next call directly, so that a new call cannot overtake it.
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
