import { uuids } from '@waybill/platform';
import type { World } from './world.js';

/**
 * Replaces the global clocks, random numbers and timers during `run` with simulated ones, so that a run does not depend on
 * the machine. A real timer throws.
 */
export async function withSimulatedGlobals<T>(world: World, run: () => Promise<T>): Promise<T> {
  const chance = world.chance.stream('process');
  const undo = [
    replace(Date, 'now', () => world.time.now),
    replace(performance, 'now', () => world.time.now),
    replace(Math, 'random', () => chance.next()),
    replace(uuids, 'next', () => world.ids.next()),
    replace(globalThis, 'setTimeout', refuseTimer),
    replace(globalThis, 'setInterval', refuseTimer),
  ];
  try {
    return await run();
  } finally {
    for (const restore of undo) restore();
  }
}

const refuseTimer = (() => {
  throw new Error('a real timer in a simulation: use the Timers port');
}) as unknown as typeof setTimeout & typeof setInterval;

function replace<T extends object, K extends keyof T>(target: T, name: K, value: T[K]): () => void {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
  return () => {
    if (before) Object.defineProperty(target, name, before);
    else delete target[name];
  };
}
