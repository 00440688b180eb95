import type { Timers } from './timers.js';

/** Something that is done at the start, and again `pauseMs` after it ended, until it is stopped; a stop waits for the turn under way. */
export abstract class Repetition {
  protected stopped = false;
  private cancel: (() => void) | undefined;
  private running: Promise<void> | undefined;

  constructor(
    private readonly timers: Timers,
    private readonly pauseMs: number,
  ) {}

  start(): void {
    this.running = this.repeat();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.running;
  }

  /** Sees to its own errors: one that is thrown ends the repetition. */
  protected abstract turn(): Promise<void>;

  private async repeat(): Promise<void> {
    await this.turn();
    if (!this.stopped) this.cancel = this.timers.after(this.pauseMs, () => this.start());
  }
}
