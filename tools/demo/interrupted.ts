/** Resolves on Ctrl-C or SIGTERM. Keeps the process alive until then, because the services do not. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const waiting = setInterval(() => undefined, 1 << 30);
    const end = (): void => {
      clearInterval(waiting);
      resolve();
    };
    process.once('SIGINT', end).once('SIGTERM', end);
  });
}
