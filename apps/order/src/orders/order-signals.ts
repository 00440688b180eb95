import { EventEmitter } from 'node:events';
import type { OrderId } from '@waybill/contracts/ids';
import { type Timers, sleep } from '@waybill/kernel';

/** How often to query for commits of other instances. */
const LOOK_EVERY_MS = 200;

/** Wakes callers that wait for an order: immediately after a commit of this instance, at the next query after a commit of another. */
export class OrderSignals {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  constructor(private readonly timers: Timers) {}

  changed(orderId: OrderId): void {
    this.emitter.emit(orderId);
  }

  /** Calls `look` until it returns a value; undefined after `withinMs`, and when `signal` aborts. */
  async waitFor<T>(
    orderId: OrderId,
    withinMs: number,
    look: () => Promise<T | undefined>,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    const end = performance.now() + withinMs;
    for (;;) {
      const waiting = new AbortController();
      // With a reason, because abort() without one creates an error with a stack.
      const wake = (): void => waiting.abort('changed');
      // Listen before looking, so that no change in between is missed.
      this.emitter.once(orderId, wake);
      signal?.addEventListener('abort', wake, { once: true });
      try {
        const found = await look();
        const left = end - performance.now();
        if (found !== undefined || left <= 0 || signal?.aborted) return found;
        await sleep(this.timers, Math.min(LOOK_EVERY_MS, left), waiting.signal);
      } finally {
        this.emitter.off(orderId, wake);
        signal?.removeEventListener('abort', wake);
      }
    }
  }
}
