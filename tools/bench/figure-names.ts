/** Values of `--only`. The last six take minutes and are only measured when named. */
export const FIGURES = {
  messaging: 'the libraries alone: outbox drain, commit to handler, consumer',
  'idle-post': 'one POST /v1/orders while nothing else happens',
  whole: 'orders from POST to DELIVERED, and the bare loop beside them',
  placing: 'POST /v1/orders alone, relay off, and pgbench beside it',
  outage: 'the broker away for a minute',
  real: 'the same way with gateway, carrier and mail server as processes',
  memory: 'resident memory after a time without work',
  bloat: 'how large the outbox grows',
  events: 'the event store, and emmett beside it',
  million: 'a thousand orders stored and a million',
  dbos: 'orders, and those of DBOS Transact beside them',
  streams: 'reads of a customer beside the streams and waits of others',
  growth: 'how the cost of an order grows with load, lines and instances',
} as const;

export type FigureName = keyof typeof FIGURES;
export const ONLY_WHEN_NAMED: readonly string[] = ['bloat', 'events', 'million', 'dbos', 'streams', 'growth'];
