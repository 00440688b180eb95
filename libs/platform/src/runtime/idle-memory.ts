import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Timers } from '@waybill/kernel';

const IDLE_MS = 60_000;

/**
 * Gives back what a burst of work left in the heap once a minute has passed without any. V8 collects when something is
 * allocated; an idle service allocates so little that it would keep the memory for hours.
 */
export class IdleMemory {
  private cancel: (() => void) | undefined;
  private worked = false;

  constructor(private readonly timers: Timers) {}

  /** Restarts the idle timer. */
  busy(): void {
    // One timer per burst is enough to tell: it looks again while work goes on.
    this.worked = true;
    this.cancel ??= this.timers.after(IDLE_MS, () => this.look());
  }

  stop(): void {
    this.cancel?.();
  }

  private look(): void {
    this.cancel = undefined;
    if (this.worked) {
      this.worked = false;
      this.cancel = this.timers.after(IDLE_MS, () => this.look());
      return;
    }
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as (options: object) => void;
    collect({ type: 'major', flavor: 'last-resort' });
  }
}
