import { type Timers, sleep } from './timers.js';

/**
 * Delays batches under load. After a batch of more than one item, the next batch starts after a pause as long as that batch took,
 * at most `mostMs`. So batches grow with the load until they keep up with it. After a batch of one item there is no pause, so
 * single messages are not delayed.
 */
export class Pace {
  private notBefore = 0;

  constructor(
    private readonly timers: Timers,
    private readonly mostMs: number,
    private readonly now: () => number,
  ) {}

  /** Reports a finished batch. */
  done(items: number, ms: number): void {
    this.notBefore = items > 1 ? this.now() + Math.min(ms, this.mostMs) : 0;
  }

  /** Resolves when the next batch may start. */
  async turn(signal?: AbortSignal): Promise<void> {
    // Limited, because the clock may have been set back meanwhile.
    const wait = Math.min(this.notBefore - this.now(), this.mostMs);
    if (wait >= 1) await sleep(this.timers, wait, signal);
  }
}
