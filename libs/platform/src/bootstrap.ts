import 'reflect-metadata';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DomainError, codeOf, sleep, systemTimers } from '@waybill/kernel';
import { type StoppedPartition, confluentRegistry, postgresDeadLetterStore } from '@waybill/messaging';
import { ensureSlot, outboxSlotOf } from '@waybill/outbox';
import type { z } from 'zod';
import { addressOf } from './address-of.js';
import { type Assembled, type BootstrapOptions, assemble } from './assemble.js';
import { checkServes, migrate } from './database.js';
import type { Dependencies } from './runtime/dependencies.js';
import { retentionProblems } from './runtime/retention.js';
import { systemClock } from './runtime/system-clock.js';
import type { ServiceApp } from './service-app.js';
import { BadSettings } from './bad-settings.js';

export interface RunningService {
  readonly nest: NestFastifyApplication;
  readonly dependencies: Dependencies;
  /** Base URL of its HTTP API. */
  readonly url: string;
  /** Base URL of its management port, if it has one. */
  readonly managementUrl: string | undefined;
  /** Stops taking requests and messages, finishes those in flight, and publishes committed messages. */
  stop(): Promise<void>;
  /** Reports that it is not ready, waits until load balancers have noticed, and then stops. No request is lost. */
  leave(): Promise<void>;
}

/**
 * Runs a service. It serves HTTP immediately; relay, effects and consumers start when database and broker are reachable, however long
 * that takes. Throws BadSettings for an invalid environment.
 */
export async function bootstrap<Shape extends z.ZodRawShape>(
  app: ServiceApp<Shape>,
  options: BootstrapOptions = {},
): Promise<RunningService> {
  const parts = await assemble(app, options);
  const { settings, logger, pool, dataSource, broker, runtime, dependencies, nest, management, work } = parts;
  await registerSchemas(app, parts);
  nest.connectMicroservice({ strategy: runtime.server }, { inheritAppConfig: true });
  const port = settings.PORT ?? app.port;
  void parts.counters?.start();
  await nest.listen(port, settings.HOST).catch(refusePort(app.name, 'PORT', port));
  const url = await nest.getUrl();
  const fastify = nest.getHttpAdapter().getInstance();
  const managementUrl = await management
    .listen(fastify, settings.HOST)
    .catch(refusePort(app.name, 'MANAGEMENT_PORT', settings.MANAGEMENT_PORT));
  logger.info({ url, ...(managementUrl && { managementUrl }) }, `${app.name} listens`);

  const start = startWork(app, parts)
    .then(() => (work.state = 'started'))
    .catch((error: unknown) => {
      // The process would answer requests and never handle a message, so it exits and its supervisor restarts it.
      work.state = 'failed';
      logger.fatal({ err: error }, 'the service could not start its work');
    });

  const stop = async (delayMs: number): Promise<void> => {
    dependencies.stop();
    const seen = delayMs > 0 ? sleep(systemTimers, delayMs) : undefined;
    await start;
    await runtime.closeIntake();
    await seen;
    await Promise.all([nest.close(), management.close()]);
    parts.counters?.stop();
    await Promise.all(parts.maintenance.map((one) => one.stop()));
    await runtime.stop();
    if (!options.memory) parts.memory.stop();
    if (!options.broker) await broker.close();
    if (dataSource.isInitialized) await dataSource.destroy();
    await Promise.all([pool.end(), parts.waitPool.end(), parts.workPool.end()]);
    logger.info('stopped');
  };
  return {
    nest,
    dependencies,
    url,
    managementUrl,
    stop: () => stop(0),
    leave: () => stop(settings.SHUTDOWN_DELAY_MS),
  };
}

/** Throws BadSettings for a port that is in use, and any other error again. */
function refusePort(service: string, setting: string, port: number | undefined) {
  return (error: unknown): never => {
    if (codeOf(error) !== 'EADDRINUSE') throw error;
    throw new BadSettings(
      `the ${service} service cannot start: port ${port} is in use; stop what listens there or set ${setting}`,
    );
  };
}

/** Registers the schemas at the start. The registry is not needed later. Throws BadSettings. */
async function registerSchemas<Shape extends z.ZodRawShape>(
  app: ServiceApp<Shape>,
  { settings, runtime, logger }: Assembled,
): Promise<void> {
  const { SCHEMA_REGISTRY_URL: url, SCHEMA_COMPATIBILITY: compatibility } = settings;
  if (!url) return;
  const client = { clientId: `waybill-${app.name}`, timers: systemTimers };
  const registry = await confluentRegistry({ url, compatibility, ...client });
  await runtime.schemaIds.register(app.messageTypes.values(), registry).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    throw new BadSettings(`the ${app.name} service cannot start: ${error.message}`);
  });
  logger.info({ registry: addressOf(url) }, 'the schemas are registered');
}

async function startWork<Shape extends z.ZodRawShape>(app: ServiceApp<Shape>, parts: Assembled) {
  const { settings, pool, dataSource, broker, runtime, dependencies, nest, logger } = parts;
  watchIdentityProvider(parts);
  let migrating: Promise<unknown> | undefined;
  const database = dependencies.waitFor({
    name: 'database',
    address: addressOf(settings.DATABASE_URL),
    required: true,
    check: async () => {
      if (dataSource.isInitialized) return checkServes(pool);
      const { DATABASE_OWNER_URL: ownerUrl } = settings;
      // If a check times out, its migration continues. The next check waits for the same migration.
      if (ownerUrl) await (migrating ??= migrate(app, ownerUrl).finally(() => (migrating = undefined)));
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
    check: async () => {
      await runtime.server.joined();
      if (parts.work.state === 'started') refuseStopped(runtime.server.stopped);
    },
  };
  dependencies.expect(consumer);
  if (!(await database)) return;
  // The start leaves garbage on the heap: starts the idle timer that collects it.
  parts.memory.busy();
  for (const one of parts.maintenance) {
    one.start();
    await one.idle();
  }
  runtime.start();
  if (!(await messages)) return;
  await nest.startAllMicroservices();
  const topics = app.topics({ partitions, retentionDays });
  // If the database is unreachable at this moment, the warning is omitted instead of failing the start.
  const oldest = await postgresDeadLetterStore(pool)
    .oldestOpen()
    .catch(() => undefined);
  for (const problem of retentionProblems(topics, runtime.server.subscribed, oldest, systemClock.now()))
    logger.warn(problem);
  await dependencies.waitFor(consumer);
  logger.info(`${app.name} is at work`);
}

/** Readiness shows the partitions whose records cannot be decoded; the service is ready all the same. */
function refuseStopped(stopped: readonly StoppedPartition[]): void {
  if (stopped.length === 0) return;
  const sentences = stopped.map(
    ({ topic, partition, offset, error }) => `${topic}/${partition} at offset ${offset} (${error.message})`,
  );
  throw new Error(`partitions are stopped, because their records cannot be decoded: ${sentences.join(', ')}`);
}

/** Not required: while the provider is away, tokens are verified with the last known keys. */
function watchIdentityProvider({ dependencies, tokens: { remoteKeys } }: Assembled): void {
  if (!remoteKeys) return;
  const { address } = remoteKeys;
  const check = () => remoteKeys.refresh();
  void dependencies.waitFor({ name: 'identity provider', address, required: false, check });
}
