import { type Timers, backoff, sleep } from '@waybill/kernel';

export interface BreakerOptions {
  readonly timers: Timers;
  readonly random: () => number;
  /** That what the work needs does not answer: no fault of the work. */
  isAway(error: unknown): boolean;
  /** Called for each such error. */
  onAway(error: unknown): void;
}

/**
 * While what a handler needs is away, one message asks with growing pauses whether it is back, and all others wait for that
 * one. Nothing is counted against anybody.
 */
export class Breaker {
  /** Resolves when it has answered again. */
  private away: Promise<void> | undefined;

  constructor(private readonly options: BreakerOptions) {}

  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    const { isAway, onAway } = this.options;
    for (;;) {
      while (this.away) await this.away;
      try {
        return await work();
      } catch (error) {
        if (!isAway(error)) throw error;
        onAway(error);
        if (!this.away) return this.askFor(work);
      }
    }
  }

  /** Any answer will do, also a refusal. */
  private async askFor<Result>(work: () => Promise<Result>): Promise<Result> {
    const { isAway, onAway, timers, random } = this.options;
    let back = () => {};
    this.away = new Promise((resolve) => (back = resolve));
    try {
      for (let tries = 0; ; tries++) {
        await sleep(timers, 50 + backoff(tries, 100, 5_000, random));
        try {
          return await work();
        } catch (error) {
          if (!isAway(error)) throw error;
          onAway(error);
        }
      }
    } finally {
      this.away = undefined;
      back();
    }
  }
}
