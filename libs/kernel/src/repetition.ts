import type { Timers } from './timers.js';

/** Something that is done at the start, and again `pauseMs` after it ended, until it is stopped; a stop waits for the turn under way. */
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

  /** There is something to do: the next turn begins now, or when the one under way has ended. */
  wake(): void {
    this.woken = true;
    if (!this.cancel || this.stopped) return;
    this.cancel();
    this.start();
  }

  /** Resolves when the turn under way has ended. */
  async idle(): Promise<void> {
    await this.running;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.running;
  }

  /** Sees to its own errors: one that is thrown ends the repetition. */
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
