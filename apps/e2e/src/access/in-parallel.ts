/** Runs the tasks, at most so many at a time. */
export async function inParallel(tasks: readonly (() => Promise<void>)[], lanes: number): Promise<void> {
  const waiting = [...tasks];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) await next();
    }),
  );
}
