import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { watchEventLoopLag } from './event-loop-lag.js';

/** The longest time of a timer. `watchEventLoopLag` measures the event loop instead of prom-client. */
const NEVER_MS = 2 ** 31 - 1;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Numbers that are read from the database for each scrape. */
export interface Depths {
  readonly outboxPending: number;
  readonly outboxOldestSeconds: number;
  readonly effectsPending: number;
  readonly effectsOldestSeconds: number;
  readonly reactionsPending: number;
  readonly reactionsOldestSeconds: number;
  readonly deadLettersOpen: number;
  readonly parkedKeys: number;
  readonly erasuresFailing: number;
  readonly outboxSlotBytes: number;
}

const DEPTHS: Readonly<Record<keyof Depths, readonly [name: string, help: string]>> = {
  outboxPending: ['waybill_outbox_pending', 'Unpublished messages in the outbox'],
  outboxOldestSeconds: ['waybill_outbox_oldest_seconds', 'Age in seconds of the oldest unpublished message'],
  effectsPending: [
    'waybill_effects_pending',
    'Effects (calls to external systems) that are due or in flight',
  ],
  effectsOldestSeconds: [
    'waybill_effects_oldest_seconds',
    'Seconds since the oldest pending effect became due',
  ],
  reactionsPending: ['waybill_reactions_pending', 'Domain events that wait for an asynchronous handler'],
  reactionsOldestSeconds: [
    'waybill_reactions_oldest_seconds',
    'Age in seconds of the oldest pending domain event',
  ],
  deadLettersOpen: ['waybill_dead_letters_open', 'Dead letters that are neither redriven nor discarded'],
  parkedKeys: ['waybill_parked_keys', 'Message keys blocked by a dead letter'],
  erasuresFailing: [
    'waybill_erasures_failing',
    'Erased customers whose personal data is still stored in some rows, which are tried again',
  ],
  outboxSlotBytes: [
    'waybill_outbox_slot_bytes',
    'Bytes of WAL retained for the replication slot of the outbox; 0 without a slot',
  ],
};

/** The metrics of one service, in a separate registry, so that several services can run in one process. */
export class Metrics {
  readonly registry = new Registry();
  readonly messages = this.counter('waybill_messages_total', 'Messages by type and outcome', [
    'type',
    'outcome',
  ]);
  readonly handling = this.histogram(
    'waybill_message_seconds',
    'Seconds from the delivery of a message to its commit',
    ['type'],
    SECONDS,
  );
  readonly requests = this.histogram(
    'waybill_http_seconds',
    'Duration of HTTP requests in seconds',
    ['method', 'route', 'status'],
    SECONDS,
  );
  readonly batches = this.histogram(
    'waybill_set_seconds',
    'Duration of batch transactions in seconds',
    [],
    SECONDS,
  );
  readonly batchSize = this.histogram(
    'waybill_set_acts',
    'Commands and messages per batch transaction',
    [],
    [1, 2, 5, 10, 20, 50, 100, 200],
  );
  readonly published = this.counter('waybill_outbox_published_total', 'Messages published by the relay', []);
  readonly relayErrors = this.counter(
    'waybill_outbox_errors_total',
    'Failed attempts to publish a batch',
    [],
  );
  readonly effectFailures = this.counter(
    'waybill_effect_failures_total',
    'Failed effects that will be retried',
    ['kind'],
  );
  readonly redrives = this.counter('waybill_redrives_total', 'Redriven dead letters', ['outcome']);

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: NEVER_MS });
    watchEventLoopLag(this.registry);
  }

  /** Registers the queue depths; `read` is called once per scrape, and a failing database leaves the last values. */
  depths(read: () => Promise<Depths>): void {
    let reading: Promise<Depths> | undefined;
    // All gauges are collected together and share one read.
    const now = (): Promise<Depths> => (reading ??= read().finally(() => (reading = undefined)));
    for (const [depth, [name, help]] of Object.entries(DEPTHS))
      this.watch(name, help, async () => (await now())[depth as keyof Depths]);
  }

  /** Registers a number that `read` returns per scrape. If it fails, the last value stays. */
  watch(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      name,
      help,
      registers: [this.registry],
      async collect() {
        const value = await Promise.resolve()
          .then(read)
          .catch(() => undefined);
        if (value !== undefined) this.set(value);
      },
    });
  }

  private counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram(name: string, help: string, labelNames: string[], buckets: number[]): Histogram {
    return new Histogram({ name, help, labelNames, buckets, registers: [this.registry] });
  }
}
