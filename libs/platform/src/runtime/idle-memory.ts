import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Timers } from '@waybill/kernel';

const IDLE_MS = 60_000;

/**
 * Collects garbage after a minute without work. V8 collects only when memory is allocated, and an idle service allocates so little that
 * it would keep the garbage for hours.
 */
export class IdleMemory {
  private cancel: (() => void) | undefined;
  private worked = false;

  constructor(private readonly timers: Timers) {}

  /** Restarts the idle timer. */
  busy(): void {
    // Not a new timer per call: when the timer fires after more work, it starts again.
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
