import { EventEmitter } from 'node:events';
import type { OrderId } from '@waybill/contracts/ids';
import { type Timers, sleep } from '@waybill/kernel';

/** Other instances' commits are seen by looking this often. */
const LOOK_EVERY_MS = 200;

/** Wakes those who wait for an order: at once on a commit of this instance, soon on one of another. */
export class OrderSignals {
  private readonly emitter = new EventEmitter().setMaxListeners(0);

  constructor(private readonly timers: Timers) {}

  changed(orderId: OrderId): void {
    this.emitter.emit(orderId);
  }

  /** Calls `look` until it returns a value; undefined after the timeout. */
  async waitFor<T>(
    orderId: OrderId,
    withinMs: number,
    look: () => Promise<T | undefined>,
    signal?: AbortSignal,
  ): Promise<T | undefined> {
    const end = performance.now() + withinMs;
    for (;;) {
      const waiting = new AbortController();
      const wake = (): void => waiting.abort();
      // Listening before looking: a change in between must not be missed.
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
