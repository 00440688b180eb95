import type { Timers } from './timers.js';

/** Background work that runs at the start, and again `pauseMs` after each run. `stop` waits for the current run. */
export abstract class Repetition {
  protected stopped = false;
  private cancel: (() => void) | undefined;
  private running: Promise<void> | undefined;
  private woken = false;

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

  /** Resolves when the current run has ended. */
  async idle(): Promise<void> {
    await this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.running;
  }

  /** One run. It must handle its errors: an error that it throws ends the repetition. */
  protected abstract turn(): Promise<void>;

  private async repeat(): Promise<void> {
    this.cancel = undefined;
    do {
      this.woken = false;
      await this.turn();
    } while (this.woken && !this.stopped);
    if (!this.stopped) this.cancel = this.timers.after(this.pauseMs, () => this.start());
  }
}
