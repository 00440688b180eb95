import { beforeEach, describe, expect, it } from '@jest/globals';
import { FixedClock } from '@waybill/testing';
import { BatchSize } from './batch-size.js';

const request = { context: { awaited: true as const } };
const message = { context: {} };

describe('the size of a batch', () => {
  let clock: FixedClock;
  let size: BatchSize;
  beforeEach(() => {
    clock = new FixedClock();
    size = new BatchSize({ clock, maxBatchSize: 200, requestWaitMs: 100 });
  });

  it('is the maximum while there are only messages', () => {
    size.added(message);
    size.done(200, 800);
    expect(size.most).toBe(200);
  });

  it.each([
    { ms: 400, most: 50 },
    { ms: 100, most: 200 },
    { ms: 10, most: 200 },
    { ms: 4_000, most: 32 },
  ])('is $most for requests, when 200 calls took $ms ms', ({ ms, most }) => {
    size.done(200, ms);
    size.added(request);
    expect(size.most).toBe(most);
  });

  it('follows the time that calls take', () => {
    size.done(200, 200);
    for (let batch = 0; batch < 30; batch++) size.done(100, 200);
    size.added(request);
    expect(size.most).toBe(50);
  });

  it('is the maximum again a second after the last request', () => {
    size.done(200, 400);
    size.added(request);
    clock.advance(1_000);
    size.added(message);
    expect(size.most).toBe(50);
    clock.advance(1);
    expect(size.most).toBe(200);
  });
});
