import type { Clock, Ids, Timers } from '@waybill/kernel';
import type { World } from './world.js';

/** Nobody hears of it any more. */
const NEVER = new Promise<never>(() => {});

/**
 * One process of one instance, from its start to its crash. Whatever it wants of the world goes through `call`: there it may
 * crash, and what it began comes to nothing, as the memory of a process does.
 */
export class Life {
  alive = true;
  /** Its clock is so far off. */
  skewMs = 0;
  /** Called when it crashes: what others notice of it. */
  readonly ended = new Set<() => void>();
  private pausedUntil = 0;

  constructor(
    private readonly world: World,
    readonly name: string,
  ) {}

  readonly clock: Clock = { now: () => new Date(this.world.time.now + this.skewMs) };
  readonly ids: Ids = { next: () => this.world.nextId(this.clock) };
  readonly timers: Timers = {
    after: (ms, callback) => {
      let cancelled = false;
      const cancel = this.world.time.after(ms, () => this.resume(() => cancelled || callback()));
      return () => {
        cancelled = true;
        cancel();
      };
    },
  };

  get paused(): boolean {
    return this.world.time.now < this.pausedUntil;
  }

  /** Stopped as by SIGSTOP: it notices nothing until it goes on. */
  pause(ms: number): void {
    this.pausedUntil = this.world.time.now + ms;
  }

  continue(): void {
    this.pausedUntil = 0;
  }

  crash(): void {
    if (!this.alive) return;
    this.alive = false;
    this.world.trace(`${this.name} crashes`);
    for (const end of this.ended) end();
  }

  /** A call to the world: takes time, and the instance may crash before it is made or before its answer comes. */
  async call<T>(point: string, act: () => Promise<T> | T): Promise<T> {
    await this.wait(this.world.latency());
    if (this.world.faults.hits(`crash before ${point}`)) this.crash();
    if (!this.alive) return NEVER;
    const answer = await Promise.resolve()
      .then(act)
      .then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      );
    if (this.alive && this.paused) await this.wait(0);
    if (this.alive && this.world.faults.hits(`crash after ${point}`)) this.crash();
    if (!this.alive) return NEVER;
    if ('error' in answer) throw answer.error;
    return answer.value;
  }

  /** Resolves after `ms`, or never when it is dead by then. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.timers.after(ms, resolve));
  }

  private resume(callback: () => void): void {
    if (!this.alive) return;
    if (this.paused)
      this.world.time.after(this.pausedUntil - this.world.time.now, () => this.resume(callback));
    else callback();
  }
}
