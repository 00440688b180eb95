/** External systems (gateway, carrier, mail server): inside the processes of the services, or in the sandbox's process. */
export type Parts = 'in-process' | 'real';

/** A load on a running platform. Its figures are those of one or more rows. */
export interface Load {
  readonly parts: Parts;
  readonly seconds: number;
  readonly what: string;
}

/** In the order of execution: the flood is last, because vacuum and flushes continue for a while after it. */
export const LOADS = {
  idle: { parts: 'in-process', seconds: 20, what: 'one POST /v1/orders at a time, 400 ms after the last' },
  'at-10': { parts: 'in-process', seconds: 20, what: '10 orders/s' },
  'at-20': { parts: 'in-process', seconds: 20, what: '20 orders/s' },
  counted: { parts: 'in-process', seconds: 20, what: '10 orders/s, and what they write is counted' },
  closed: { parts: 'in-process', seconds: 20, what: '400 clients, each waits for its order' },
  flood: { parts: 'in-process', seconds: 20, what: '1.3 times as many orders/s as the old build confirms' },
  rest: { parts: 'real', seconds: 60, what: 'no orders, all real parts' },
  'real-at-2': { parts: 'real', seconds: 30, what: '2 orders/s, all real parts' },
  'real-at-10': { parts: 'real', seconds: 20, what: '10 orders/s, all real parts' },
} as const satisfies Readonly<Record<string, Load>>;

export type LoadName = keyof typeof LOADS;
export const LOAD_NAMES = Object.keys(LOADS) as LoadName[];

export interface Row {
  readonly load: LoadName;
  readonly unit: 'ms' | '/s' | 'ms/min' | 'kB/min' | '/min' | 'kB' | 'rows' | 'tx';
  /** Whether smaller or larger figures are better. */
  readonly better: 'less' | 'more';
  readonly what: string;
}

export const ROWS = {
  throughput: { load: 'closed', unit: '/s', better: 'more', what: 'orders CONFIRMED' },
  'cpu-per-order': { load: 'closed', unit: 'ms', better: 'less', what: 'CPU of all processes per order' },
  'cpu-at-10': { load: 'real-at-10', unit: 'ms', better: 'less', what: 'CPU of all processes per order' },
  'cpu-at-2': { load: 'real-at-2', unit: 'ms', better: 'less', what: 'CPU of all processes per order' },
  'p50-at-10': { load: 'at-10', unit: 'ms', better: 'less', what: 'place to CONFIRMED, p50' },
  'p95-at-10': { load: 'at-10', unit: 'ms', better: 'less', what: 'place to CONFIRMED, p95' },
  'p50-at-20': { load: 'at-20', unit: 'ms', better: 'less', what: 'place to CONFIRMED, p50' },
  'p95-at-20': { load: 'at-20', unit: 'ms', better: 'less', what: 'place to CONFIRMED, p95' },
  'idle-post': { load: 'idle', unit: 'ms', better: 'less', what: 'the POST, p50' },
  'wal-per-order': { load: 'counted', unit: 'kB', better: 'less', what: 'WAL of an order to DELIVERED' },
  'kafka-bytes-per-order': {
    load: 'counted',
    unit: 'kB',
    better: 'less',
    what: 'messages of an order, stored',
  },
  'row-writes-per-order': {
    load: 'counted',
    unit: 'rows',
    better: 'less',
    what: 'rows inserted, updated and deleted for an order',
  },
  'transactions-per-order': { load: 'counted', unit: 'tx', better: 'less', what: 'commits of an order' },
  'idle-cpu': { load: 'rest', unit: 'ms/min', better: 'less', what: 'CPU of all processes' },
  'idle-wal': { load: 'rest', unit: 'kB/min', better: 'less', what: 'written to the WAL' },
  'idle-kafka-bytes': { load: 'rest', unit: 'kB/min', better: 'less', what: 'to and from Kafka' },
  'idle-transactions': { load: 'rest', unit: '/min', better: 'less', what: 'transactions of Postgres' },
  flood: { load: 'flood', unit: '/s', better: 'more', what: 'orders CONFIRMED while the flood lasts' },
} as const satisfies Readonly<Record<string, Row>>;

export type RowName = keyof typeof ROWS;
export const ROW_NAMES = Object.keys(ROWS) as RowName[];

export function isRow(name: string): name is RowName {
  return Object.hasOwn(ROWS, name);
}

export function isLoad(name: string): name is LoadName {
  return Object.hasOwn(LOADS, name);
}
