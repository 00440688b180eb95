import { createRequire } from 'node:module';
import { systemTimers } from '@waybill/kernel';

/** The part of kafkajs' request queue that sends what could not be sent at once. There is a queue per connection. */
interface RequestQueue {
  /** Requests that wait until fewer are in flight, or until the broker's throttling ends. */
  readonly pending: readonly unknown[];
  /** Milliseconds since 1970; -1 without throttling. */
  readonly throttledUntil: number;
  /** Set while a check is to come. */
  throttleCheckTimeoutId: unknown;
  checkPendingRequests(): void;
  scheduleCheckPendingRequests(): void;
}

/** Between two looks at requests that wait for fewer in flight, as in kafkajs. */
const CHECK_MS = 10;

/**
 * kafkajs 2.2.4 checks each of its connections every millisecond for requests that wait, also when none does: an idle process wakes up
 * thousands of times per second (tulios/kafkajs#1751). This checks only while requests wait, as the fix that was never released (#1768).
 */
export function checkPendingRequestsOnly(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue;
  };
  prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length === 0 || this.throttleCheckTimeoutId) return;
    const throttledMs = this.throttledUntil - Date.now();
    this.throttleCheckTimeoutId = systemTimers.after(throttledMs > 0 ? throttledMs : CHECK_MS, () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    });
  };
}
