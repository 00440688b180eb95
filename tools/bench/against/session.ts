import { type Instances, type Platform, startPlatform } from '@waybill/shop';
import { type Say, startEmbeddedKafka, startEmbeddedPostgres } from '@waybill/testing';
import {
  type LoadOptions,
  type LoadReport,
  cpuPerOrder,
  runLoad,
  stockUp,
  WORLD_INSIDE,
} from '../../load/run.js';
import { idleCosts } from '../idle-costs.js';
import { orderCosts } from '../order-costs.js';
import { POSTS_PER_SECOND, idlePosts } from '../idle-posts.js';
import { PRODUCTION } from '../setup.js';
import type { Figures } from './alternate.js';
import { LOAD_NAMES, type LoadName, type Parts, ROWS, type RowName } from './rows.js';

export interface SessionOptions {
  /** The build whose services run. */
  readonly root: string;
  readonly parts: Parts;
  readonly rows: readonly RowName[];
  readonly seconds: Readonly<Record<LoadName, number>>;
  readonly warmUp: number;
  /** Orders per second of the flood; only needed for its row. */
  readonly floodRate: number | undefined;
  /** Suffix of the database names and of the log folder. */
  readonly suffix: string;
  /** All services in one process. */
  readonly together: boolean;
  /** Instances of each service. */
  readonly instances: Instances;
  readonly say: Say;
}

/**
 * Measures one build with a new, empty Postgres and Kafka, so that nothing of another session (rows, topics, offsets, a running vacuum)
 * affects it. Client, settings and Node version are the same for all builds; only the services differ.
 */
export async function measureSession(options: SessionOptions): Promise<Figures> {
  const { stop, ...session } = await startSession(options);
  try {
    return await measureLoads(session, options);
  } finally {
    await stop();
  }
}

interface Session {
  readonly platform: Platform;
  readonly brokers: string;
  readonly kafkaFolder: string;
  stop(): Promise<void>;
}

/** Retries a failed start, because a busy machine sometimes takes too long to start so many processes. */
async function startSession(options: SessionOptions, attempts = 3): Promise<Session> {
  const [postgres, kafka] = await Promise.all([startEmbeddedPostgres(), startEmbeddedKafka()]);
  const { brokers, dataFolder: kafkaFolder } = kafka;
  const { url } = postgres;
  const stopServers = async (): Promise<void> => void (await Promise.all([postgres.stop(), kafka.stop()]));
  try {
    const platform = await startPlatform({
      stack: {
        databaseUrl: url,
        postgres,
        kafka,
        kafkaBrokers: brokers,
        kafkaMissing: null,
        stop: stopServers,
      },
      say: options.say,
      root: options.root,
      fromDist: true,
      suffix: options.suffix,
      together: options.together,
      instances: options.instances,
      environment: PRODUCTION,
      environments: options.parts === 'in-process' ? WORLD_INSIDE : {},
    });
    return { platform, brokers, kafkaFolder, stop: () => platform.stop().then(stopServers) };
  } catch (error) {
    await stopServers();
    if (attempts === 1) throw error;
    options.say(`The services did not start, trying again: ${String(error)}`);
  }
  return startSession(options, attempts - 1);
}

async function measureLoads(session: Omit<Session, 'stop'>, options: SessionOptions): Promise<Figures> {
  const { platform, brokers } = session;
  await stockUp(platform);
  // Warms up, so that code is compiled and connections are open, as in production.
  await runLoad(platform, brokers, { seconds: options.warmUp, clients: 50, toTheEnd: true });
  const wanted = new Set<LoadName>(options.rows.map((row) => ROWS[row].load));
  let figures: Figures = {};
  for (const load of LOAD_NAMES.filter((name) => wanted.has(name))) {
    const measured = await MEASURES[load]({ ...session, seconds: options.seconds[load], options });
    figures = { ...figures, ...measured };
  }
  return figures;
}

interface Measuring extends Omit<Session, 'stop'> {
  readonly seconds: number;
  readonly options: SessionOptions;
}

const MEASURES: Readonly<Record<LoadName, (measuring: Measuring) => Promise<Figures>>> = {
  idle: async ({ platform, seconds }) => {
    const posts = Math.ceil(seconds * POSTS_PER_SECOND);
    return { 'idle-post': (await idlePosts(platform, posts)).p50 };
  },
  'at-10': async (measuring) => {
    const { p50, p95 } = (await ordersOf(measuring, { rate: 10 })).confirmMs;
    return { 'p50-at-10': p50, 'p95-at-10': p95 };
  },
  'at-20': async (measuring) => {
    const { p50, p95 } = (await ordersOf(measuring, { rate: 20 })).confirmMs;
    return { 'p50-at-20': p50, 'p95-at-20': p95 };
  },
  counted: async (measuring) => {
    const { platform, kafkaFolder, options } = measuring;
    const costs = await orderCosts(platform, kafkaFolder, async () => {
      return (await ordersOf(measuring, { rate: 10 })).delivered;
    });
    const { walKb, kafkaKb, rowWrites, transactions, byTable } = costs;
    options.say(`Rows per order: ${JSON.stringify(byTable)}`);
    return {
      'wal-per-order': walKb,
      'kafka-bytes-per-order': kafkaKb,
      'row-writes-per-order': rowWrites,
      'transactions-per-order': transactions,
    };
  },
  closed: async (measuring) => {
    const report = await ordersOf(measuring, { clients: 400 });
    return { throughput: report.sustainedPerSecond, 'cpu-per-order': cpuPerOrder(report) };
  },
  flood: async ({ platform, brokers, seconds, options }) => {
    const flood = { seconds, rate: options.floodRate, toTheEnd: false };
    // Refused orders are allowed: the figure is the rate of confirmed orders.
    return { flood: (await runLoad(platform, brokers, flood)).sustainedPerSecond };
  },
  rest: async ({ platform, seconds }) => {
    const { cpuMs, walKb, kafkaKb, transactions } = await idleCosts(platform, seconds);
    return {
      'idle-cpu': cpuMs,
      'idle-wal': walKb,
      'idle-kafka-bytes': kafkaKb,
      'idle-transactions': transactions,
    };
  },
  'real-at-2': async (measuring) => ({ 'cpu-at-2': cpuPerOrder(await ordersOf(measuring, { rate: 2 })) }),
  'real-at-10': async (measuring) => ({ 'cpu-at-10': cpuPerOrder(await ordersOf(measuring, { rate: 10 })) }),
};

/** Throws if an order failed or was not confirmed, because such figures are not comparable. */
async function ordersOf(
  { platform, brokers, seconds }: Measuring,
  load: Pick<LoadOptions, 'clients' | 'rate'>,
): Promise<LoadReport> {
  const report = await runLoad(platform, brokers, { ...load, seconds, toTheEnd: true });
  const { placed, confirmed, delivered, errors } = report;
  if (Object.keys(errors).length === 0 && placed > 0 && delivered === placed) return report;
  throw new Error(
    `the session is void: ${placed} orders placed, ${confirmed} confirmed, ${delivered} delivered, errors ${JSON.stringify(errors)}`,
  );
}
