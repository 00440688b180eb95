import type { Timers } from '@waybill/kernel';

/** Sends heartbeats until the work has ended, where the library sends none: the member would lose its partitions. */
export async function beating(
  timers: Timers,
  everyMs: number,
  heartbeat: () => Promise<void>,
  work: Promise<void>,
): Promise<void> {
  let cancel = () => {};
  const beat = (): void => {
    cancel = timers.after(everyMs, () => {
      // The next fetch or commit tells what is wrong.
      heartbeat().catch(() => undefined);
      beat();
    });
  };
  beat();
  await work.finally(() => cancel());
}
