import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemTimers } from '@waybill/kernel';
import { type Broker, DeadLetterDesk, SchemaIds, brokerAt } from '@waybill/messaging';
import { Metrics } from '@waybill/observability';
import { outboxSlotOf } from '@waybill/outbox';
import { type Database, Shell, postgresDatabase } from '@waybill/unit-of-work';
import pg from 'pg';
import { type Logger, pino } from 'pino';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { Tokens } from './auth.js';
import { dataSourceOf, shellPool } from './database.js';
import { createHttpApp } from './http/http-app.js';
import { Liveness } from './http/operations.js';
import { Dependencies } from './runtime/dependencies.js';
import { readDepths } from './runtime/depths.js';
import { ShellRuntime, systemClock } from './runtime/shell-runtime.js';
import { uuids } from './runtime/uuids.js';
import type { Composition, ServiceApp } from './service-app.js';
import { type CommonSettings, parseSettings } from './settings.js';

const { Pool } = pg;

export interface BootstrapOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A broker to share between services of one process, instead of one made from the settings. */
  readonly broker?: Broker;
  readonly logger?: Logger;
  /** Stands between the shell and its database: for tests that make a commit fail where it hurts most. */
  readonly wrapDatabase?: (database: Database) => Database;
}

/** A service with all its parts in place. */
export interface Assembled {
  readonly settings: CommonSettings;
  readonly logger: Logger;
  readonly pool: pg.Pool;
  readonly dataSource: DataSource;
  readonly broker: Broker;
  readonly runtime: ShellRuntime;
  readonly schemaIds: SchemaIds;
  readonly dependencies: Dependencies;
  readonly composition: Composition;
  readonly nest: NestFastifyApplication;
  /** How far relay, effects and consumers are. */
  readonly work: { state: 'starting' | 'started' | 'failed' };
}

/** Puts a service together: nothing listens yet, and nothing is connected to. Throws BadSettings for a wrong environment. */
export async function assemble<Shape extends z.ZodRawShape>(
  app: ServiceApp<Shape>,
  options: BootstrapOptions,
): Promise<Assembled> {
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
  const schemaIds = new SchemaIds();
  const runtime = new ShellRuntime({
    app,
    pool,
    database,
    databaseUrl,
    broker,
    schemaIds,
    metrics,
    logger,
    gatherMs,
    relay,
  });
  const dependencies = new Dependencies(systemTimers, (message, details) => logger.info(details, message));
  metrics.depths(() => readDepths(pool, outboxSlotOf(databaseUrl)));
  const work: Assembled['work'] = { state: 'starting' };
  const alive = (): boolean =>
    work.state !== 'failed' && (work.state === 'starting' || runtime.server.alive());

  const composition = app.compose(
    {
      shell: runtime.shell,
      reactions: runtime.reactions,
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
  for (const handler of composition.reactions ?? []) runtime.reactions.add(handler);
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
      { provide: Liveness, useValue: { alive } },
    ],
  });
  return {
    settings,
    logger,
    pool,
    dataSource,
    broker,
    runtime,
    schemaIds,
    dependencies,
    composition,
    nest,
    work,
  };
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
