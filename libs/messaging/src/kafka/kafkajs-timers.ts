import { createRequire } from 'node:module';
import { systemTimers } from '@waybill/kernel';

/** The part of kafkajs' request queue that sends pending requests. Each connection has a queue. */
interface RequestQueue {
  /** Requests that wait because too many are in flight or because the broker throttles. */
  readonly pending: readonly unknown[];
  /** Milliseconds since 1970; -1 without throttling. */
  readonly throttledUntil: number;
  /** Set while a check is scheduled. */
  throttleCheckTimeoutId: unknown;
  checkPendingRequests(): void;
  readonly enforceRequestTimeout: boolean;
  readonly inflight: ReadonlyMap<number, Request>;
  /** Changes with each connection. */
  requestTimeoutIntervalId: unknown;
  isConnected(): boolean;
  destroy(): void;
  scheduleRequestTimeoutCheck(): void;
  scheduleCheckPendingRequests(): void;
}

interface Request {
  readonly sentAt: number;
  readonly requestTimeout: number;
  timeoutRequest(): void;
}

/** Interval of checks for pending requests, as in kafkajs. */
const CHECK_MS = 10;
/** Interval of checks for requests without a response. Their timeouts are 10 s and more. */
const CHECK_TIMEOUTS_MS = 1_000;

/**
 * kafkajs 2.2.4 checks each connection every millisecond for pending requests, even if there are none: an idle process wakes up thousands
 * of times per second (tulios/kafkajs#1751). This checks only while requests are pending, like the unreleased fix (#1768).
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

/** kafkajs looks ten times per second on each connection for requests without a response. This looks every second. */
export function checkTimeoutsEverySecond(): void {
  const { prototype } = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as {
    prototype: RequestQueue;
  };
  prototype.scheduleRequestTimeoutCheck = function (this: RequestQueue): void {
    if (!this.enforceRequestTimeout) return;
    this.destroy();
    // Of this connection: after a lost one, the queue is used for the next.
    const current = {};
    this.requestTimeoutIntervalId = current;
    const look = (): void => {
      if (this.requestTimeoutIntervalId !== current || !this.isConnected()) return;
      for (const request of this.inflight.values())
        if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
      systemTimers.after(CHECK_TIMEOUTS_MS, look);
    };
    systemTimers.after(CHECK_TIMEOUTS_MS, look);
  };
}
