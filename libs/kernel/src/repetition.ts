import type { Timers } from './timers.js';

/**
 * Background work that runs at the start, and again `pauseMs` after each run, or sooner if the run returns a shorter pause. `stop` waits
 * for the current run.
 */
export abstract class Repetition {
  protected stopped = false;
  private cancel: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private woken = false;
  /** Timers of `dueIn` by their duration. */
  private readonly soon = new Map<number, () => void>();

  constructor(
    private readonly timers: Timers,
    private readonly pauseMs: number,
  ) {}

  start(): void {
    this.running = this.repeat();
  }

  /** Starts the next run now, or when the current one has ended. */
  wake(): void {
    this.woken = true;
    if (!this.cancel || this.stopped) return;
    this.cancel();
    this.start();
  }

  /** Something will be due in `ms`: the next run starts then at the latest. */
  dueIn(ms: number): void {
    const wait = Math.max(0, ms);
    // A timer that was set earlier for a shorter time ends sooner.
    if (this.stopped || wait >= this.pauseMs || wait >= Math.min(...this.soon.keys())) return;
    const cancel = this.timers.after(wait, () => {
      this.soon.delete(wait);
      this.wake();
    });
    this.soon.set(wait, cancel);
  }

  /** Resolves when the current run has ended. */
  async idle(): Promise<void> {
    await this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    for (const cancel of this.soon.values()) cancel();
    await this.running;
  }

  /** One run. It must handle its errors: an error that it throws ends the repetition. Returns the pause if it is not `pauseMs`. */
  protected abstract turn(): Promise<number | void>;

  private async repeat(): Promise<void> {
    this.cancel = undefined;
    let pause: number | void;
    do {
      this.woken = false;
      pause = await this.turn();
    } while (this.woken && !this.stopped);
    if (!this.stopped) this.cancel = this.timers.after(pause ?? this.pauseMs, () => this.start());
  }
}
