import 'reflect-metadata';
import { userInfo } from 'node:os';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { MicroserviceOptions } from '@nestjs/microservices';
import { systemTimers } from '@waybill/kernel';
import { BrokerServer, Consumer, type Outcome, type Route } from '@waybill/messaging';
import { Reactions, BatchRunner, postgresDatabase } from '@waybill/unit-of-work';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { brokerOf } from '../broker/broker-of.js';
import { dataSourceOf, unitOfWorkPool } from '../database.js';
import { Erasure } from '../erasure/erasure.js';
import { ProblemFilter } from '../http/problem.js';
import { postgresRuntimeStores } from '../runtime/postgres-stores.js';
import { systemClock } from '../runtime/system-clock.js';
import { uuids } from '../runtime/uuids.js';
import type { ServiceApp } from '../service-app.js';
import { BadSettings } from '../bad-settings.js';
import { parseSettings } from '../settings.js';
import { actAtDatabase } from './act-at-database.js';
import { type Built, Generation, schemaOf } from './generation.js';

const { Pool } = pg;

export interface ReplayOptions {
  /** The service's own settings. The database is used with its owner's role: `DATABASE_OWNER_URL`, else `DATABASE_URL`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** A time, or an offset in each partition; default: the oldest message. */
  readonly from?: Date | number | undefined;
  /** Builds and reports, without changing the view. */
  readonly dryRun?: boolean;
  /** Replaces the view although messages failed or it has fewer rows than before. */
  readonly accept?: boolean;
  /** Who replays, for the trail. Default: the user of this machine. */
  readonly by?: string;
}

export interface Replayed extends Built {
  /** `NAME@generation`, under which the messages were claimed. */
  readonly name: string;
  readonly topics: readonly string[];
  readonly records: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly replaced: boolean;
}

@Module({})
class ReplayModule {}

/**
 * Rebuilds a service's view: its handlers read their topics again and write to an empty copy, which then replaces the view. Throws
 * BadSettings if a replay is not possible.
 */
export async function replay<Shape extends z.ZodRawShape>(
  app: ServiceApp<Shape>,
  {
    environment = process.env,
    from,
    dryRun = false,
    accept = false,
    by = userInfo().username,
  }: ReplayOptions = {},
): Promise<Replayed> {
  const settings = parseSettings(app.name, app.settings, environment);
  const { DATABASE_URL, DATABASE_OWNER_URL: ownerUrl = DATABASE_URL } = settings;
  if (!app.view) throw new BadSettings(`the ${app.name} service has no view that a replay could make anew`);
  const broker = brokerOf(settings, { clientId: `waybill-${app.name}-replay` });
  const name = systemClock.now().toISOString().replace(/\D/g, '');
  const pool = unitOfWorkPool(ownerUrl, `${app.name}-replay`, 'standing', schemaOf(name));
  const ports = {
    clock: systemClock,
    ids: uuids,
    timers: systemTimers,
    random: Math.random,
    report: () => {},
  };
  const unitOfWork = new BatchRunner({
    ...ports,
    database: postgresDatabase(pool),
    source: `/${app.name}`,
    // The generation has claims for all its messages, so no message is TOO_OLD.
    retentionDays: Infinity,
  });
  const dataSource = dataSourceOf(app, ownerUrl);
  const { rows, sagas } = postgresRuntimeStores(pool);
  const common = { ...ports, service: app.name, types: app.messageTypes, unitOfWork };
  const server = new BrokerServer({ ...common, broker, group: app.group });
  const { controllers, provide } = app.compose(
    {
      ...ports,
      rows,
      sagas,
      report: console.error,
      unitOfWork,
      reactions: new Reactions(uuids),
      erasure: new Erasure({ unitOfWork, ids: uuids, report: console.error }, []),
      pool,
      waitPool: pool,
      dataSource,
    },
    settings,
  );
  const nest = await NestFactory.createMicroservice<MicroserviceOptions>(
    {
      module: ReplayModule,
      imports: [CqrsModule.forRoot()],
      controllers: [...controllers],
      providers: [
        ...provide.map((instance) => ({ provide: instance.constructor, useFactory: () => instance })),
        { provide: BatchRunner, useValue: unitOfWork },
        { provide: Pool, useValue: pool },
        { provide: DataSource, useValue: dataSource },
      ],
    },
    { strategy: server, logger: false },
  );
  try {
    // As in the service, errors of message handlers pass unchanged.
    nest.useGlobalFilters(new ProblemFilter(app.errors ?? {}, () => {}));
    // Mounts the handlers without listening on a port.
    await nest.init();
    if (!broker.read) {
      throw new BadSettings(
        `${broker.address} does not keep handled messages, so there is nothing to replay; this needs Kafka or Redis`,
      );
    }
    const { consumers, subscribed: topics } = server;
    const view = app.view.map(({ table }) => table);
    const generation = await Generation.begin({ name, ownerUrl, service: app.name, view, consumers });
    try {
      const outcomes: Partial<Record<Outcome, number>> = {};
      let records = 0;
      const consumer = new Consumer({
        ...common,
        routes: (type) => server.routesOf(type).map((route) => renamed(route, name)),
        onOutcome: (outcome) => (outcomes[outcome] = (outcomes[outcome] ?? 0) + 1),
      });
      await broker.read({
        topics,
        from,
        handle: (read) => {
          records += read.length;
          return consumer.handle(read);
        },
      });
      const built = await generation.built();
      const sound = built.failures.length === 0 && built.tables.every(({ before, after }) => after >= before);
      const replaced = !dryRun && (sound || accept);
      if (replaced) await generation.replaceView(actAtDatabase(by, 'replay', name));
      return { ...built, name: `${server.group}@${name}`, topics, records, outcomes, replaced };
    } finally {
      await generation.end();
    }
  } finally {
    await nest.close();
    await pool.end();
    await broker.close();
  }
}

function renamed({ consumer, hears, handle }: Route, generation: string): Route {
  return { consumer: `${consumer}@${generation}`, hears, handle };
}
