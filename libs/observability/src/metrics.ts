import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Numbers that are read from the database when somebody asks. */
export interface Depths {
  readonly outboxPending: number;
  readonly outboxOldestSeconds: number;
  readonly effectsPending: number;
  readonly effectsOldestSeconds: number;
  readonly reactionsPending: number;
  readonly reactionsOldestSeconds: number;
  readonly deadLettersOpen: number;
  readonly parkedKeys: number;
  readonly outboxSlotBytes: number;
}

const DEPTHS: Readonly<Record<keyof Depths, readonly [name: string, help: string]>> = {
  outboxPending: ['waybill_outbox_pending', 'Messages that wait to be published'],
  outboxOldestSeconds: ['waybill_outbox_oldest_seconds', 'Age of the oldest waiting message'],
  effectsPending: ['waybill_effects_pending', 'Calls to the world that are due or in flight'],
  effectsOldestSeconds: ['waybill_effects_oldest_seconds', 'How long the oldest of them is due'],
  reactionsPending: [
    'waybill_reactions_pending',
    'Domain events that asynchronous handlers have not handled',
  ],
  reactionsOldestSeconds: ['waybill_reactions_oldest_seconds', 'Age of the oldest of them'],
  deadLettersOpen: ['waybill_dead_letters_open', 'Dead letters that nobody has dealt with'],
  parkedKeys: ['waybill_parked_keys', 'Keys whose messages wait behind a dead letter'],
  outboxSlotBytes: [
    'waybill_outbox_slot_bytes',
    'WAL that the server keeps for the outbox’s replication slot; 0 without one',
  ],
};

/** The metrics of one service, in a registry of its own so that several services fit into one process. */
export class Metrics {
  readonly registry = new Registry();
  readonly messages = this.counter('waybill_messages_total', 'Messages by type and outcome', [
    'type',
    'outcome',
  ]);
  readonly handling = this.histogram(
    'waybill_message_seconds',
    'Time from delivery to commit',
    ['type'],
    SECONDS,
  );
  readonly requests = this.histogram(
    'waybill_http_seconds',
    'HTTP requests',
    ['method', 'route', 'status'],
    SECONDS,
  );
  readonly sets = this.histogram('waybill_set_seconds', 'Transactions of the shell', [], SECONDS);
  readonly setSize = this.histogram(
    'waybill_set_acts',
    'Acts per transaction',
    [],
    [1, 2, 5, 10, 20, 50, 100, 200],
  );
  readonly published = this.counter('waybill_outbox_published_total', 'Messages published by the relay', []);
  readonly relayErrors = this.counter(
    'waybill_outbox_errors_total',
    'Batches that could not be published',
    [],
  );
  readonly effectFailures = this.counter(
    'waybill_effect_failures_total',
    'Calls to the world to be tried again',
    ['kind'],
  );
  readonly redrives = this.counter('waybill_redrives_total', 'Dead letters that were handed over again', [
    'outcome',
  ]);

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
    collectDefaultMetrics({ register: this.registry });
  }

  /** Registers the queue depths; `read` is called once per scrape, and a failing database leaves the last values. */
  depths(read: () => Promise<Depths>): void {
    let reading: Promise<Depths> | undefined;
    // All gauges are asked at once, and share what is read for the first of them.
    const now = (): Promise<Depths> => (reading ??= read().finally(() => (reading = undefined)));
    for (const [depth, [name, help]] of Object.entries(DEPTHS))
      this.watch(name, help, async () => (await now())[depth as keyof Depths]);
  }

  /** A number that `read` tells per scrape; when it fails the last value stays. */
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
