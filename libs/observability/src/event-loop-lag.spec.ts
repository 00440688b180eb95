import { createHistogram } from 'node:perf_hooks';
import { expect, it } from '@jest/globals';
import { lagsOf } from './event-loop-lag.js';
import { Metrics } from './metrics.js';

const MS = 1e6;

it('shows how late the event loop was, without the time between two looks', () => {
  const looks = createHistogram();
  for (const ms of [500, 500, 500, 700]) looks.record(ms * MS);
  const { min, max, mean, p50, p99, stddev } = lagsOf(looks, 500);
  expect(min).toBeCloseTo(0, 2);
  expect(mean).toBeCloseTo(0.05, 2);
  expect(p50).toBeCloseTo(0, 2);
  expect(max).toBeCloseTo(0.2, 2);
  expect(p99).toBeCloseTo(0.2, 2);
  expect(stddev).toBeGreaterThan(0.05);
});

it('shows no lag before the first look', () => {
  expect(Object.values(lagsOf(createHistogram(), 500))).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

it('keeps the names that prom-client gives to these metrics', async () => {
  const text = await new Metrics('loyalty').registry.metrics();
  const names = [...text.matchAll(/^nodejs_eventloop_lag_?(\w*)_seconds\{service="loyalty"\} (\S+)$/gm)];
  expect(names.map(([, name]) => name).sort()).toEqual(
    ['', 'max', 'mean', 'min', 'p50', 'p90', 'p99', 'stddev'].sort(),
  );
  for (const [, , value] of names) expect(Number(value)).toBeLessThan(10);
});
