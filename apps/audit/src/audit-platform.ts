import { systemTimers } from '@waybill/kernel';
import { ProjectionAdmin } from '@waybill/event-store';
import { type Broker, handlersOf } from '@waybill/messaging';
import {
  type Composition,
  Erasure,
  type ServiceApp,
  dataSourceOf,
  parseSettings,
  unitOfWorkPool,
  postgresRuntimeStores,
  systemClock,
  uuids,
} from '@waybill/platform';
import { Reactions, BatchRunner, postgresDatabase } from '@waybill/unit-of-work';
import { DEVELOPMENT_KEY } from '@waybill/testing';
import pg from 'pg';
import { type Audit, Auditor } from './audit.js';
import { databaseRecords } from './database-records.js';
import { auditMessages } from './message-records.js';
import { Snapshot } from './snapshot.js';
import { waitingRecords } from './waiting-records.js';

export interface AuditPlatformOptions {
  /** Orders and shipments are only checked if order, inventory, payment and shipping are all present. */
  readonly services: readonly {
    readonly app: ServiceApp;
    /** Its database, with a role that may read all tables. The connections are read-only in any case. */
    readonly databaseUrl: string;
    /** Its database, with the owner's role. Without it, views are not checked. */
    readonly ownerUrl?: string | undefined;
  }[];
  /** Reads the topics. Without it, messages are not checked. */
  readonly read?: Broker['read'] | undefined;
  /** Data that changed within this time is not checked. */
  readonly graceMs: number;
  /** Only messages after this time. */
  readonly since: Date;
  /** Whether to compute views again, if there is an `ownerUrl`. Takes as long as a rebuild. */
  readonly views: boolean;
  /** Settings of the services that decide which consumers exist. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Reads the databases of all services and the topics, and checks them. Only the owner's role writes, and only to the unused tables
 * in which views are computed again.
 */
export async function auditPlatform(options: AuditPlatformOptions): Promise<Audit> {
  const { services, graceMs, since, read, views, environment = {} } = options;
  const opened = await Promise.all(
    services.map(async ({ app, databaseUrl, ownerUrl }) => {
      const pool = readingPool(databaseUrl);
      const viewPool = views && ownerUrl ? unitOfWorkPool(ownerUrl, 'audit') : undefined;
      const composition = composed(app, ownerUrl ?? databaseUrl, viewPool ?? pool, environment);
      const handlers = composition.controllers.flatMap((controller) => handlersOf(controller));
      const snapshot = await Snapshot.open(databaseUrl);
      return { name: app.name, handlers, pool, viewPool, snapshot, composition };
    }),
  );
  try {
    // The earliest snapshot: rows that are unchanged before it are the same in all later snapshots.
    const at = new Date(Math.min(...opened.map(({ snapshot }) => snapshot.at.getTime())));
    const auditor = new Auditor({ at, graceMs });
    for (const { name, snapshot } of opened)
      for await (const record of waitingRecords(name, snapshot)) auditor.read(record);
    const snapshotOf = (name: string) => opened.find((service) => service.name === name)?.snapshot;
    for await (const record of databaseRecords({
      order: snapshotOf('order'),
      inventory: snapshotOf('inventory'),
      payment: snapshotOf('payment'),
      shipping: snapshotOf('shipping'),
    }))
      auditor.read(record);
    if (read) {
      const topics = services[0]!.app.topics({ partitions: 1, retentionDays: 1 }).map(({ name }) => name);
      await auditMessages({
        services: opened,
        topics,
        since,
        at,
        graceMs,
        read,
        onRecord: (record) => auditor.read(record),
      });
    }
    for (const { composition, viewPool } of opened)
      if (viewPool)
        for (const admin of composition.provide.filter((one) => one instanceof ProjectionAdmin))
          for (const { name } of await admin.list()) {
            const { differences } = await admin.verify(name);
            auditor.read({ kind: 'view', name, differences: differences.length });
          }
    return auditor.result();
  } finally {
    await Promise.all(
      opened.flatMap(({ pool, viewPool, snapshot }) => [
        snapshot.close(),
        pool.end(),
        ...(viewPool ? [viewPool.end()] : []),
      ]),
    );
  }
}

/** A pool of read-only connections. */
function readingPool(url: string): pg.Pool {
  const options = '-c default_transaction_read_only=on';
  const pool = new pg.Pool({ connectionString: url, application_name: 'waybill-audit', max: 2, options });
  // A connection that breaks while it is idle is replaced; without a listener its error would end the process.
  return pool.on('error', () => undefined);
}

/** Settings that an app requires to be composed. They are not used. */
const UNUSED = {
  BROKER_URL: 'memory://',
  JWT_KEY: DEVELOPMENT_KEY,
  STRIPE_API_KEY: 'unused',
  STRIPE_API_BASE: 'memory://',
  CARRIER_URL: 'memory://',
  SMTP_URL: 'discard://',
};

function composed(
  app: ServiceApp,
  databaseUrl: string,
  pool: pg.Pool,
  environment: Readonly<Record<string, string>>,
): Composition {
  const ports = { clock: systemClock, ids: uuids, timers: systemTimers, random: Math.random };
  const unitOfWork = new BatchRunner({ ...ports, database: postgresDatabase(pool), source: '/audit' });
  const settings = parseSettings(app.name, app.settings, {
    ...UNUSED,
    ...environment,
    DATABASE_URL: databaseUrl,
  });
  const dataSource = dataSourceOf(app, databaseUrl);
  const reactions = new Reactions(uuids);
  const { rows, sagas } = postgresRuntimeStores(pool);
  const report = () => undefined;
  const erasure = new Erasure({ unitOfWork, ids: uuids, report }, []);
  return app.compose(
    {
      ...ports,
      unitOfWork,
      reactions,
      rows,
      sagas,
      erasure,
      pool,
      waitPool: pool,
      dataSource,
      report,
    },
    settings,
  );
}
