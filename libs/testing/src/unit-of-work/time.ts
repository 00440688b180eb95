import { setTimeout as later } from 'node:timers';
import type { Clock, Ids, Timers } from '@waybill/kernel';

/** A clock that only changes when it is set. */
export class FixedClock implements Clock {
  constructor(private instant: Date = new Date('2026-03-14T09:26:53.589Z')) {}

  now(): Date {
    return new Date(this.instant);
  }

  advance(ms: number): void {
    this.instant = new Date(this.instant.getTime() + ms);
  }
}

/** UUIDv7 ids with one timestamp and a counter. */
export class CountedIds implements Ids {
  private last = 0;

  constructor(private readonly clock: Clock) {}

  next(): string {
    const time = this.clock.now().getTime().toString(16).padStart(12, '0');
    const count = (++this.last).toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${count}`;
  }
}

/** Timers that fire immediately, so that a test of many retries takes no time. */
export const hastyTimers: Timers = {
  after(_, callback) {
    const timer = later(callback, 0);
    return () => clearTimeout(timer);
  },
};

interface Timer {
  readonly due: number;
  readonly callback: () => void;
}

/** Timers that fire only by `advance`. */
export class ManualTimers implements Timers {
  now = 0;
  private readonly pending = new Set<Timer>();

  /** Pending callbacks. */
  get waiting(): number {
    return this.pending.size;
  }

  after(ms: number, callback: () => void): () => void {
    const timer = { due: this.now + ms, callback };
    this.pending.add(timer);
    return () => void this.pending.delete(timer);
  }

  /** Fires the timers that become due, in order. */
  advance(ms: number): void {
    const end = this.now + ms;
    for (;;) {
      const [next] = [...this.pending].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due);
      if (!next) break;
      this.pending.delete(next);
      this.now = Math.max(this.now, next.due);
      next.callback();
    }
    this.now = end;
  }
}
