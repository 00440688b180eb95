import { createRequire } from 'node:module';
import { expect, it, jest } from '@jest/globals';
import { sleep, systemTimers } from '@waybill/kernel';
import { checkPendingRequestsOnly, checkTimeoutsEverySecond } from './kafkajs-timers.js';

interface Queue {
  readonly throttleCheckTimeoutId: unknown;
  push(request: { entry: object; expectResponse: boolean; sendRequest(): void }): void;
  fulfillRequest(response: { correlationId: number; payload: null; size: number }): void;
  maybeThrottle(ms: number): void;
  scheduleRequestTimeoutCheck(): void;
  destroy(): void;
}

checkPendingRequestsOnly();
checkTimeoutsEverySecond();
const RequestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as new (
  options: object,
) => Queue;

const logger = { debug: () => undefined, warn: () => undefined };
const queueOf = (maxInFlightRequests: number | null = null): { queue: Queue; sent: number[] } => {
  const queue = new RequestQueue({ maxInFlightRequests, requestTimeout: 1_000, logger });
  return { queue, sent: [] };
};
const push = ({ queue, sent }: { queue: Queue; sent: number[] }, correlationId: number): void =>
  queue.push({
    entry: { correlationId, resolve: () => undefined, reject: () => undefined },
    expectResponse: true,
    sendRequest: () => void sent.push(correlationId),
  });
const answer = ({ queue }: { queue: Queue }, correlationId: number): void =>
  queue.fulfillRequest({ correlationId, payload: null, size: 0 });

it('sets no timer while no request waits', () => {
  const one = queueOf();
  push(one, 1);
  answer(one, 1);
  expect([one.sent, one.queue.throttleCheckTimeoutId]).toEqual([[1], null]);
});

it('sends a request that waited for another when that is answered', () => {
  const one = queueOf(1);
  push(one, 1);
  push(one, 2);
  expect(one.sent).toEqual([1]);
  answer(one, 1);
  expect(one.sent).toEqual([1, 2]);
  answer(one, 2);
});

it('sends throttled requests when the throttling ends, and sets no timer after that', async () => {
  const one = queueOf();
  one.queue.maybeThrottle(50);
  push(one, 1);
  push(one, 2);
  expect(one.sent).toEqual([]);
  while (one.sent.length < 2) await sleep(systemTimers, 10);
  expect([one.sent, one.queue.throttleCheckTimeoutId]).toEqual([[1, 2], null]);
});

it('rejects a request without a response when its time is over, and looks once per second and connection', async () => {
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const queue = new RequestQueue({ requestTimeout: 50, enforceRequestTimeout: true, logger });
  queue.scheduleRequestTimeoutCheck();
  queue.scheduleRequestTimeoutCheck();
  const answered = new Promise((resolve, reject) => {
    const entry = { correlationId: 1, resolve, reject };
    queue.push({ entry, expectResponse: true, sendRequest: () => undefined });
  });
  await expect(answered).rejects.toThrow('timed out');
  // One for each connection, and the next of the last one.
  expect(timers.mock.calls.map(([, ms]) => ms)).toEqual([1_000, 1_000, 1_000]);
  timers.mockRestore();
});
