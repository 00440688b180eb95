import { type Timers, backoff, sleep } from '@waybill/kernel';

export interface BreakerOptions {
  readonly timers: Timers;
  readonly random: () => number;
  /** True for an error of something that the work depends on, such as the database, and not of the work itself. */
  isAway(error: unknown): boolean;
  /** Called for each such error. */
  onAway(error: unknown): void;
}

/**
 * When a dependency of the handlers is unavailable, one message retries with growing delays, and all others wait for it. These retries do
 * not count as attempts of any message.
 */
export class Breaker {
  /** Resolves when the dependency is available again. */
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

  /** Any response shows that it is available, including a refusal. */
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
