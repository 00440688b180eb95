import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Repetition, nextTurn, systemTimers } from '@waybill/kernel';
import { type Broker, DeadLetterAdmin, RedisCounters } from '@waybill/messaging';
import { Metrics } from '@waybill/observability';
import { outboxSlotOf } from '@waybill/outbox';
import { type Database, BatchRunner, postgresDatabase } from '@waybill/unit-of-work';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { brokerOf } from './broker/broker-of.js';
import { backgroundPool, dataSourceOf, unitOfWorkPool, waitingPool } from './database.js';
import { createHttpApp } from './http/http-app.js';
import { ManagementPort } from './http/management-port.js';
import { Liveness } from './http/operations.js';
import { Tokens } from './identity/tokens.js';
import { OpenRequests } from './quotas/open-requests.js';
import { RateLimits } from './quotas/rate-limits.js';
import { type Publishing, type Runtime, composeRuntime } from './runtime/compose-runtime.js';
import { PostgresHints } from './runtime/postgres-hints.js';
import { Dependencies } from './runtime/dependencies.js';
import { readDepths } from './runtime/depths.js';
import { IdleMemory } from './runtime/idle-memory.js';
import { serviceLogger } from './runtime/logger.js';
import { postgresRuntimeStores } from './runtime/postgres-stores.js';
import { observed } from './runtime/runtime-events.js';
import { SlotWatch } from './runtime/slot-watch.js';
import { systemClock } from './runtime/system-clock.js';
import { Upkeep } from './runtime/upkeep.js';
import { uuids } from './runtime/uuids.js';
import type { ServiceApp } from './service-app.js';
import { type CommonSettings, parseSettings } from './settings.js';

const { Pool } = pg;

export interface BootstrapOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A broker shared by the services of one process, instead of one created from the settings. */
  readonly broker?: Broker;
  readonly logger?: Logger;
  /** Shared by the services of one process; by default each service has its own. */
  readonly memory?: IdleMemory;
  /** Wraps the database of the unit of work, for tests that make commits fail. */
  readonly wrapDatabase?: (database: Database) => Database;
}

/** The parts of a service. */
export interface Assembled {
  readonly settings: CommonSettings;
  readonly logger: Logger;
  readonly pool: pg.Pool;
  readonly waitPool: pg.Pool;
  readonly workPool: pg.Pool;
  readonly dataSource: DataSource;
  readonly broker: Broker;
  readonly runtime: Runtime;
  /** Background work that runs before the runtime starts, and continues with it. */
  readonly maintenance: readonly Repetition[];
  readonly memory: IdleMemory;
  readonly dependencies: Dependencies;
  readonly tokens: Tokens;
  readonly nest: NestFastifyApplication;
  readonly management: ManagementPort;
  /** Counters of rate limits that instances share. */
  readonly counters: RedisCounters | undefined;
  /** State of relay, effects and consumers. */
  readonly work: { state: 'starting' | 'started' | 'failed' };
}

/** Creates the parts of a service, without listening or connecting. Throws BadSettings for an invalid environment. */
export async function assemble<Shape extends z.ZodRawShape>(
  app: ServiceApp<Shape>,
  options: BootstrapOptions,
): Promise<Assembled> {
  const settings = parseSettings(app.name, app.settings, options.environment ?? process.env);
  const logger = options.logger ?? serviceLogger(app.name, settings.LOG_LEVEL);
  const metrics = new Metrics(app.name);
  const pool = unitOfWorkPool(
    settings.DATABASE_URL,
    app.name,
    settings.OUTBOX_RELAY === 'polling' ? 'standing' : 'transient',
  );
  const waitPool = waitingPool(settings.DATABASE_URL, app.name);
  const workPool = backgroundPool(settings.DATABASE_URL, app.name);
  const dataSource = dataSourceOf(app, settings.DATABASE_URL);
  const broker = options.broker ?? serviceBroker(settings, app.name, logger);
  const { wrapDatabase = (plain: Database) => plain } = options;
  const database = wrapDatabase(postgresDatabase(pool));
  const slot = outboxSlotOf(settings.DATABASE_URL);
  const memory = options.memory ?? new IdleMemory(systemTimers);
  const runtime = composeRuntime(
    { ...app, compose: (ports) => app.compose(ports, settings) },
    {
      clock: systemClock,
      ids: uuids,
      timers: systemTimers,
      random: Math.random,
      report: (error, message, details) => logger.error({ err: error, ...details }, message),
      pool,
      waitPool,
      dataSource,
    },
    {
      database,
      stores: postgresRuntimeStores(workPool),
      broker,
      publishing: publishingOf(settings, slot),
      instance: randomUUID(),
      monotonic: () => performance.now(),
      leaseMs: settings.LEASE_MS,
      gatherMs: settings.GATHER_MS,
      hints: new PostgresHints({
        url: settings.DATABASE_URL,
        applicationName: `waybill-${app.name}-hints`,
        timers: systemTimers,
        random: Math.random,
        onError: (error) => logger.warn({ err: error }, 'other instances cannot be told of commits'),
      }),
      responded: nextTurn,
      on: observed(metrics, logger, memory),
    },
  );
  const maintenance = [
    new Upkeep(workPool, systemTimers, logger, settings.IDEMPOTENCY_RETENTION),
    new SlotWatch(workPool, systemTimers, logger, { mode: settings.OUTBOX_RELAY, slot }),
  ];
  const dependencies = new Dependencies(systemTimers, (message, details) => logger.info(details, message));
  metrics.depths(() => readDepths(workPool, slot));
  const work: Assembled['work'] = { state: 'starting' };
  const alive = (): boolean =>
    work.state !== 'failed' && (work.state === 'starting' || runtime.server.alive());
  const { composition } = runtime;
  metrics.watch('waybill_consumer_oldest_seconds', 'Age of the oldest message that is being handled', () =>
    runtime.server.oldestSeconds(),
  );
  metrics.watch(
    'waybill_stopped_partitions',
    'Partitions that are stopped, because their next records cannot be decoded',
    () => runtime.server.stopped.length,
  );
  for (const [name, { help, read }] of Object.entries(composition.gauges ?? {}))
    metrics.watch(name, help, read);
  const tokens = new Tokens(settings, { clock: systemClock, timers: systemTimers });
  const open = new OpenRequests(settings, tokens, systemTimers);
  const counters = sharedCounters(settings, app.name, logger);
  const limits = new RateLimits(settings, counters);
  const management = new ManagementPort(settings.MANAGEMENT_PORT);
  const nest = await createHttpApp({
    app,
    composition,
    logger,
    metrics,
    open,
    limits,
    management,
    stopping: () => dependencies.stopping,
    deadlineMs: settings.REQUEST_DEADLINE_MS,
    receiveMs: settings.RECEIVE_TIMEOUT_MS,
    trustedProxies: settings.TRUSTED_PROXIES,
    origins: settings.CORS_ORIGINS,
    platform: [
      { provide: Tokens, useValue: tokens },
      { provide: ManagementPort, useValue: management },
      { provide: RateLimits, useValue: limits },
      { provide: OpenRequests, useValue: open },
      { provide: Dependencies, useValue: dependencies },
      { provide: Metrics, useValue: metrics },
      { provide: BatchRunner, useValue: runtime.unitOfWork },
      { provide: DeadLetterAdmin, useValue: runtime.deadLetters },
      { provide: DataSource, useValue: dataSource },
      { provide: Pool, useValue: pool },
      { provide: Liveness, useValue: { alive } },
    ],
  });
  return {
    settings,
    logger,
    pool,
    waitPool,
    workPool,
    dataSource,
    broker,
    runtime,
    maintenance,
    memory,
    dependencies,
    tokens,
    nest,
    counters,
    management,
    work,
  };
}

function sharedCounters(
  { RATE_LIMIT_REDIS_URL: url }: CommonSettings,
  service: string,
  logger: Logger,
): RedisCounters | undefined {
  const onError = (error: unknown): void => logger.warn({ err: error }, 'requests are not limited');
  const prefix = `waybill:rate-limit:${service}:`;
  return url === undefined ? undefined : new RedisCounters({ url, prefix, timers: systemTimers, onError });
}

function publishingOf({ OUTBOX_RELAY: mode, DATABASE_URL: url }: CommonSettings, slot: string): Publishing {
  return mode === 'replication' ? { mode, url, slot } : { mode };
}

function serviceBroker(settings: CommonSettings, service: string, logger: Logger): Broker {
  return brokerOf(settings, {
    clientId: `waybill-${service}`,
    gatherMs: settings.GATHER_MS,
    // The client logs each retry as an error. The final outcome is logged elsewhere.
    log: (level, message, details) => logger[level === 'error' ? 'warn' : 'debug'](details, message),
    onCrash: (error) => {
      // The process exits, so that its supervisor restarts it. Otherwise it would serve requests without consuming.
      logger.fatal({ err: error }, 'the consumer cannot go on; the process ends');
      process.exit(1);
    },
  });
}
