import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Gauge, type Registry } from 'prom-client';

/** Each look wakes the process: every 10 ms, the default of prom-client, takes 0.4 % of a core. */
const LOOK_MS = 500;
const NANOSECONDS = 1e9;

/** A histogram of the times from one look at the event loop to the next, in nanoseconds. */
export interface Looks {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly stddev: number;
  percentile(percentile: number): number;
}

const STATISTICS = {
  min: 'Minimum',
  max: 'Maximum',
  mean: 'Mean',
  stddev: 'Standard deviation',
  p50: '50th percentile',
  p90: '90th percentile',
  p99: '99th percentile',
};

type Lags = Readonly<Record<keyof typeof STATISTICS, number>>;
const NO_LAG: Lags = { min: 0, max: 0, mean: 0, stddev: 0, p50: 0, p90: 0, p99: 0 };

/** Replaces the metrics `nodejs_eventloop_lag_*` of prom-client: the same names, from a look at the event loop every 500 ms. */
export function watchEventLoopLag(registry: Registry): void {
  const looks = monitorEventLoopDelay({ resolution: LOOK_MS });
  looks.enable();
  let lags = NO_LAG;
  for (const [statistic, help] of Object.entries(STATISTICS) as [keyof Lags, string][]) {
    const name = `nodejs_eventloop_lag_${statistic}_seconds`;
    registry.removeSingleMetric(name);
    new Gauge({
      name,
      help: `${help} of the event loop lag since the last scrape`,
      registers: [registry],
      collect() {
        if (statistic === 'min') {
          // The first of them reads for all, so that they show the same looks.
          lags = lagsOf(looks, LOOK_MS);
          looks.reset();
        }
        this.set(lags[statistic]);
      },
    });
  }
}

/** Seconds by which the event loop was late. */
export function lagsOf(looks: Looks, lookMs: number): Lags {
  if (looks.count === 0) return NO_LAG;
  const late = (ns: number): number => Math.max(0, ns / NANOSECONDS - lookMs / 1_000);
  return {
    min: late(looks.min),
    max: late(looks.max),
    mean: late(looks.mean),
    stddev: looks.stddev / NANOSECONDS,
    p50: late(looks.percentile(50)),
    p90: late(looks.percentile(90)),
    p99: late(looks.percentile(99)),
  };
}
