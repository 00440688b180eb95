import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { FulfilmentMode } from '@waybill/contracts';
import type { RunResult } from './run.js';

/** Runs the seeds on all cores and reports results as they arrive. Stops early if `onResult` returns false. */
export async function runAll(
  seeds: readonly number[],
  onResult: (result: RunResult) => boolean,
  fulfilment?: FulfilmentMode,
): Promise<void> {
  const waiting = [...seeds];
  const size = Math.min(availableParallelism(), seeds.length);
  await Promise.all(Array.from({ length: size }, () => work(waiting, onResult, fulfilment)));
}

async function work(
  waiting: number[],
  onResult: (result: RunResult) => boolean,
  fulfilment: FulfilmentMode | undefined,
): Promise<void> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url));
  try {
    for (let seed = waiting.shift(); seed !== undefined; seed = waiting.shift()) {
      const answered = new Promise<RunResult>((resolve, reject) => {
        worker.once('message', resolve).once('error', reject);
      });
      worker.postMessage({ seed, fulfilment });
      if (!onResult(await answered)) waiting.length = 0;
      worker.removeAllListeners('error');
    }
  } finally {
    await worker.terminate();
  }
}
