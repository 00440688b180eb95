import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { codeOf, sleep, systemTimers } from '@waybill/kernel';
import { type Broker, DeadLetterDesk, brokerAt } from '@waybill/messaging';
import { Metrics } from '@waybill/observability';
import { ensureSlot, outboxSlotOf } from '@waybill/outbox';
import { type Database, type Performer, Shell, postgresDatabase } from '@waybill/unit-of-work';
import pg from 'pg';
import { type Logger, pino } from 'pino';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { Tokens } from './auth.js';
import { dataSourceOf, migrate, shellPool } from './database.js';
import { createHttpApp } from './http/http-app.js';
import { Liveness } from './http/operations.js';
import { Dependencies } from './runtime/dependencies.js';
import { readDepths } from './runtime/depths.js';
import { retentionProblems } from './runtime/retention.js';
import { ShellRuntime, systemClock } from './runtime/shell-runtime.js';
import { uuids } from './runtime/uuids.js';
import type { Composition, ServiceApp } from './service-app.js';
import { BadSettings, type CommonSettings, parseSettings } from './settings.js';

const { Pool } = pg;

export interface RunningService {
  readonly nest: NestFastifyApplication;
  readonly dependencies: Dependencies;
  /** Where it listens. */
  readonly url: string;
  /** Takes no more requests and messages, finishes what is in flight, publishes what is committed. */
  stop(): Promise<void>;
  /** Stops without losing a request: only when balancers have had the time to see that it is about to. */
  leave(): Promise<void>;
}

export interface BootstrapOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A broker to share between services of one process, instead of one made from the settings. */
  readonly broker?: Broker;
  readonly logger?: Logger;
  /** Stands between the shell and its database: for tests that make a commit fail where it hurts most. */
  readonly wrapDatabase?: (database: Database) => Database;
}

/**
 * Runs a service: HTTP answers at once, and relay, effects and consumers start when database and broker are there. Throws
 * BadSettings for a wrong environment; a dependency that is away is waited for.
 */
export async function bootstrap<Shape extends z.ZodRawShape>(
  app: ServiceApp<Shape>,
  options: BootstrapOptions = {},
): Promise<RunningService> {
  const settings = parseSettings(app.name, app.settings, options.environment ?? process.env);
  const logger = options.logger ?? pino({ name: app.name, level: settings.LOG_LEVEL });
  const metrics = new Metrics(app.name);
  const pool = shellPool(
    settings.DATABASE_URL,
    app.name,
    settings.OUTBOX_RELAY === 'polling' ? 'standing' : 'transient',
  );
  const dataSource = dataSourceOf(app, settings.DATABASE_URL);
  const broker = options.broker ?? brokerOf(settings, app.name, logger);
  const { wrapDatabase = (plain: Database) => plain } = options;
  const database = wrapDatabase(postgresDatabase(pool));
  const { GATHER_MS: gatherMs } = settings;
  const { OUTBOX_RELAY: relay, DATABASE_URL: databaseUrl } = settings;
  const runtime = new ShellRuntime({
    ...{ app, pool, database, databaseUrl, broker, metrics, logger, gatherMs, relay },
  });
  const dependencies = new Dependencies(systemTimers, (message, details) => logger.info(details, message));
  metrics.depths(() => readDepths(pool, outboxSlotOf(databaseUrl)));
  let started = false;
  let failed = false;

  const composition = app.compose(
    {
      shell: runtime.shell,
      clock: systemClock,
      ids: uuids,
      timers: systemTimers,
      random: Math.random,
      report: (error, message, details) => logger.error({ err: error, ...details }, message),
      pool,
      dataSource,
    },
    settings,
  );
  metrics.watch('waybill_consumer_oldest_seconds', 'Age of the oldest message that is being handled', () =>
    runtime.server.oldestSeconds(),
  );
  for (const [name, { help, read }] of Object.entries(composition.gauges ?? {}))
    metrics.watch(name, help, read);
  const nest = await createHttpApp({
    app,
    composition,
    logger,
    metrics,
    stopping: () => dependencies.stopping,
    platform: [
      { provide: Tokens, useValue: new Tokens(settings) },
      { provide: Dependencies, useValue: dependencies },
      { provide: Metrics, useValue: metrics },
      { provide: Shell, useValue: runtime.shell },
      { provide: DeadLetterDesk, useValue: runtime.desk },
      { provide: DataSource, useValue: dataSource },
      { provide: Pool, useValue: pool },
      { provide: Liveness, useValue: { alive: () => !failed && (!started || runtime.server.alive()) } },
    ],
  });
  nest.connectMicroservice({ strategy: runtime.server }, { inheritAppConfig: true });
  const port = settings.PORT ?? app.port;
  await nest.listen(port, settings.HOST).catch((error: unknown) => {
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    throw new BadSettings(
      `the ${app.name} service cannot start: port ${port} is in use; stop what listens there or set PORT`,
    );
  });
  const url = await nest.getUrl();
  logger.info({ url }, `${app.name} listens`);

  const start = startWork(app, settings, {
    composition,
    pool,
    dataSource,
    broker,
    runtime,
    dependencies,
    nest,
    logger,
  })
    .then(() => (started = true))
    .catch((error: unknown) => {
      // It would answer requests and never handle a message: whoever watches the process starts it anew.
      failed = true;
      logger.fatal({ err: error }, 'the service could not start its work');
    });

  const stop = async (delayMs: number): Promise<void> => {
    dependencies.stop();
    const seen = delayMs > 0 ? sleep(systemTimers, delayMs) : undefined;
    await start;
    for (const background of composition.background ?? []) await background.stop();
    await runtime.server.close();
    await seen;
    await nest.close();
    await runtime.stop();
    if (!options.broker) await broker.close();
    if (dataSource.isInitialized) await dataSource.destroy();
    await pool.end();
    logger.info('stopped');
  };
  return {
    ...{ nest, dependencies, url },
    stop: () => stop(0),
    leave: () => stop(settings.SHUTDOWN_DELAY_MS),
  };
}

interface Parts {
  readonly composition: Composition;
  readonly pool: pg.Pool;
  readonly dataSource: DataSource;
  readonly broker: Broker;
  readonly runtime: ShellRuntime;
  readonly dependencies: Dependencies;
  readonly nest: NestFastifyApplication;
  readonly logger: Logger;
}

async function startWork<Shape extends z.ZodRawShape>(
  app: ServiceApp<Shape>,
  settings: CommonSettings,
  parts: Parts,
) {
  const { composition, pool, dataSource, broker, runtime, dependencies, nest, logger } = parts;
  const database = dependencies.waitFor({
    name: 'database',
    address: withoutPassword(settings.DATABASE_URL),
    required: true,
    check: async () => {
      if (dataSource.isInitialized) return void (await pool.query('SELECT 1'));
      if (settings.DATABASE_OWNER_URL) await migrate(app, settings.DATABASE_OWNER_URL);
      await dataSource.initialize();
      if (await dataSource.showMigrations()) {
        await dataSource.destroy();
        throw new Error(
          'migrations are pending: run this service with "migrate" and the owner’s DATABASE_URL',
        );
      }
      if (settings.OUTBOX_RELAY === 'replication')
        await ensureSlot(pool, outboxSlotOf(settings.DATABASE_URL));
    },
  });
  const { TOPIC_PARTITIONS: partitions, TOPIC_RETENTION_DAYS: retentionDays } = settings;
  let topicsThere = false;
  const messages = dependencies.waitFor({
    name: 'broker',
    address: broker.address,
    required: false,
    check: async () => {
      await broker.ping();
      if (topicsThere) return;
      for (const difference of await broker.ensureTopics(app.topics({ partitions, retentionDays })))
        logger.warn({ broker: broker.address }, difference);
      topicsThere = true;
    },
  });
  const consumer = {
    name: 'consumer',
    address: `group ${runtime.server.group}`,
    required: false,
    check: () => runtime.server.joined(),
  };
  dependencies.expect(consumer);
  if (!(await database)) return;
  await runtime.start((composition.effects ?? {}) as Readonly<Record<string, Performer>>);
  for (const background of composition.background ?? []) background.start();
  if (!(await messages)) return;
  await nest.startAllMicroservices();
  const topics = app.topics({ partitions, retentionDays });
  const oldest = await oldestLetter(pool);
  for (const problem of retentionProblems(topics, runtime.server.subscribed, oldest, systemClock.now()))
    logger.warn(problem);
  await dependencies.waitFor(consumer);
  logger.info(`${app.name} is at work`);
}

/** Null when there is none, or when the database has just gone: a warning is not worth a failed start. */
async function oldestLetter(pool: pg.Pool): Promise<Date | null> {
  const oldest = `SELECT min(first_at) AS oldest FROM dead_letters WHERE status = 'open'`;
  const answer = await pool.query<{ oldest: Date | null }>(oldest).catch(() => undefined);
  return answer?.rows[0]?.oldest ?? null;
}

function brokerOf(settings: CommonSettings, service: string, logger: Logger): Broker {
  const { BROKER_URL = `kafka://${settings.KAFKA_BROKERS}` } = settings;
  return brokerAt(BROKER_URL, {
    clientId: `waybill-${service}`,
    random: Math.random,
    gatherMs: settings.GATHER_MS,
    // The client tells each of its own retries; what comes of them is ours to say.
    log: (level, message, details) => logger[level === 'error' ? 'warn' : 'debug'](details, message),
    onCrash: (error) => {
      // A consumer that cannot go on must not look alive: whoever watches the process starts it anew.
      logger.fatal({ err: error }, 'the consumer cannot go on; the process ends');
      process.exit(1);
    },
  });
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}

const STOP_WITHIN_MS = 20_000;

/** The entry point of a service's process: `main.js` runs it, `main.js migrate` brings its schema up to date. */
export async function main<Shape extends z.ZodRawShape>(app: ServiceApp<Shape>): Promise<void> {
  try {
    if (process.argv[2] === 'migrate') {
      const url = process.env['DATABASE_URL'];
      if (!url)
        throw new BadSettings('DATABASE_URL is missing: the URL of the database with its owner’s role');
      const done = await migrate(app, url);
      console.log(
        done.length > 0 ? `${app.name}: ran ${done.join(', ')}` : `${app.name}: the schema is up to date`,
      );
      return;
    }
    const service = await bootstrap(app);
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      systemTimers.after(STOP_WITHIN_MS, () => process.exit(1));
      service.leave().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    };
    process.on('SIGTERM', stop).on('SIGINT', stop);
  } catch (error) {
    console.error(error instanceof BadSettings ? error.message : error);
    process.exitCode = 1;
  }
}
