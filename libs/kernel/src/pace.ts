import { type Timers, sleep } from './timers.js';

/**
 * Gathering under load. After a piece of work on more than one item the next begins no sooner than the last one took, at most
 * `mostMs`: half of the time works, half gathers, and the pieces grow with the load until they keep up with it. After a
 * single item nothing waits, so a trickle is not delayed.
 */
export class Pace {
  private notBefore = 0;

  constructor(
    private readonly timers: Timers,
    private readonly mostMs: number,
    private readonly now: () => number,
  ) {}

  /** A piece of work on so many items ended, and took so long. */
  done(items: number, ms: number): void {
    this.notBefore = items > 1 ? this.now() + Math.min(ms, this.mostMs) : 0;
  }

  /** Resolves when the next piece may begin. */
  async turn(signal?: AbortSignal): Promise<void> {
    // At most what may ever be waited for: the clock may have been set back meanwhile.
    const wait = Math.min(this.notBefore - this.now(), this.mostMs);
    if (wait >= 1) await sleep(this.timers, wait, signal);
  }
}
