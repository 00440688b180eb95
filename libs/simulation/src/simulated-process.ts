import type { Clock, Ids, Timers } from '@waybill/kernel';
import type { World } from './world.js';

/** The result of a call of a crashed process. */
const NEVER = new Promise<never>(() => {});

/**
 * One process of an instance, from its start to its crash. All its external calls go through `call`, where it may crash. A call
 * that is in flight at the crash never resolves.
 */
export class SimulatedProcess {
  alive = true;
  /** How far its clock is off. */
  skewMs = 0;
  /** Callbacks for the crash, for those that notice it from outside. */
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

  /** Pauses the process as SIGSTOP does. */
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

  /** An external call. It takes time, and the process may crash before the call or before its result arrives. */
  async call<T>(point: string, work: () => Promise<T> | T): Promise<T> {
    await this.wait(this.world.latency());
    if (this.world.faults.hits(`crash before ${point}`)) this.crash();
    if (!this.alive) return NEVER;
    const answer = await Promise.resolve()
      .then(work)
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

  /** Resolves after `ms`, or never if the process has crashed by then. */
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
