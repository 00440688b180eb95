import { join } from 'node:path';
import {
  answers,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres.js';
import { startEmbeddedKafka, type EmbeddedKafka } from './embedded-kafka.js';
import { MissingDependency } from './missing-dependency.js';
import { type Progress, silent, type Say, untold } from './progress.js';

export interface Stack {
  /** Admin address of Postgres. */
  readonly databaseUrl: string;
  /** `host:port[,host:port]`; null if there is no Kafka on this machine, for the reason in `kafkaMissing`. */
  readonly kafkaBrokers: string | null;
  /** One line that says what to install or to set; null if there is a Kafka. */
  readonly kafkaMissing: string | null;
  /** The embedded servers, to be killed and restarted by tests of failure; null for those that were given. */
  readonly postgres: EmbeddedPostgres | null;
  readonly kafka: EmbeddedKafka | null;
  /** Stops what was started here. */
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly say?: Say;
  readonly progress?: Progress;
  /** Where the embedded servers keep their data, for the next start with it. Without it the data ends with them. */
  readonly dataFolder?: string | undefined;
  /** `none` if the caller provides a broker. */
  readonly broker?: 'kafka' | 'none';
  /** Settings of the embedded Postgres. */
  readonly settings?: EmbeddedPostgresOptions['settings'];
}

/** Uses the servers that DATABASE_URL and KAFKA_BROKERS name and starts embedded ones for those that they do not. */
export async function startStack({
  broker: wanted = 'kafka',
  ...options
}: StackOptions = {}): Promise<Stack> {
  const { say = silent } = options;
  const started = performance.now();
  const finding = wanted === 'none' ? Promise.resolve(NO_BROKER) : findBroker(options);
  const [database, broker] = await Promise.allSettled([findDatabase(options), finding]);
  if (database.status === 'rejected' || broker.status === 'rejected') {
    if (database.status === 'fulfilled') await database.value.postgres?.stop();
    if (broker.status === 'fulfilled') await broker.value.kafka?.stop();
    throw database.status === 'rejected' ? database.reason : (broker as PromiseRejectedResult).reason;
  }
  const { kafka } = broker.value;
  const { postgres } = database.value;
  say(`Postgres${broker.value.kafkaBrokers ? ' and Kafka are' : ' is'} up after ${seconds(started)} s`);
  return {
    ...database.value,
    ...broker.value,
    stop: async () => void (await Promise.all([postgres?.stop(), kafka?.stop()])),
  };
}

type Database = Pick<Stack, 'databaseUrl' | 'postgres'>;
type Broker = Pick<Stack, 'kafkaBrokers' | 'kafkaMissing' | 'kafka'>;

const NO_BROKER: Broker = {
  kafkaBrokers: null,
  kafkaMissing: 'this stack was asked to do without Kafka',
  kafka: null,
};

async function findDatabase(options: StackOptions): Promise<Database> {
  const { settings = {}, progress = untold } = options;
  const given = process.env['DATABASE_URL'];
  if (!given) {
    const postgres = await startEmbeddedPostgres({
      settings,
      progress,
      dataFolder: options.dataFolder && join(options.dataFolder, 'postgres'),
    });
    return { databaseUrl: postgres.url, postgres };
  }
  await answers(given).catch((error: unknown) => {
    throw new Error(`The database that DATABASE_URL names does not answer: ${String(error)}`);
  });
  return { databaseUrl: given, postgres: null };
}

async function findBroker(options: StackOptions): Promise<Broker> {
  const { say = silent, progress = untold } = options;
  const given = process.env['KAFKA_BROKERS'];
  if (given) return { kafkaBrokers: given, kafkaMissing: null, kafka: null };
  try {
    const kafka = await startEmbeddedKafka({
      say,
      progress,
      dataFolder: options.dataFolder && join(options.dataFolder, 'kafka'),
    });
    return { kafkaBrokers: kafka.brokers, kafkaMissing: null, kafka };
  } catch (error) {
    if (!(error instanceof MissingDependency)) throw error;
    say(error.message);
    return { kafkaBrokers: null, kafkaMissing: error.message, kafka: null };
  }
}

function seconds(since: number): string {
  return ((performance.now() - since) / 1000).toFixed(1);
}
