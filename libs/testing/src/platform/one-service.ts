import { MemoryBroker } from '@waybill/messaging';
import {
  type RunningService,
  type ServiceApp,
  allowReplication,
  bootstrap,
  provision,
} from '@waybill/platform';
import type { Database } from '@waybill/unit-of-work';
import type pg from 'pg';
import { type Logger, pino } from 'pino';
import type { z } from 'zod';
import { dropDatabase, poolOn } from '../stack/databases.js';
import { eventually } from '../stack/eventually.js';
import { testDatabaseUrl, uniqueName } from '../stack/test-stack.js';
import { Api } from './api.js';
import { DEVELOPMENT_KEY, type TokenClaims, token } from './token.js';

export interface OneService {
  readonly service: RunningService;
  readonly broker: MemoryBroker;
  /** As the administrator: sees and may do everything. */
  readonly database: pg.Pool;
  readonly databaseUrl: string;
  /** The same database with its owner's role, which may change the schema. */
  readonly ownerUrl: string;
  api(claims?: TokenClaims): Promise<Api>;
  stop(): Promise<void>;
}

export interface OneServiceOptions {
  /** Admin address of the Postgres that its database is made on; that of the test run when absent. */
  readonly adminUrl?: string;
  /** Stands between the unit of work and its database, whose address it is told. */
  readonly wrapDatabase?: (database: Database, url: string) => Database;
  /** Default: nothing is logged. */
  readonly logger?: Logger;
}

/** One service in this process, on a database of its own and the in-memory broker: for specs of its HTTP API. */
export async function startOneService<Shape extends z.ZodRawShape>(
  app: ServiceApp<Shape>,
  environment: Readonly<Record<string, string>> = {},
  {
    adminUrl = testDatabaseUrl(),
    wrapDatabase = (database) => database,
    logger = pino({ level: 'silent' }),
  }: OneServiceOptions = {},
): Promise<OneService> {
  const suffix = `_${uniqueName('spec').replace(/\W/g, '_').toLowerCase()}`;
  const provisioned = await provision(adminUrl, app.name, suffix);
  const { url, ownerUrl } = provisioned;
  if (environment['OUTBOX_RELAY'] === 'replication') await allowReplication(adminUrl, new URL(url).username);
  const broker = new MemoryBroker();
  const settings = {
    DATABASE_URL: url,
    DATABASE_OWNER_URL: ownerUrl,
    BROKER_URL: 'memory://',
    HOST: '127.0.0.1',
    PORT: '0',
    JWT_KEY: DEVELOPMENT_KEY,
    // Specs of deadlines set their own; others do not depend on the speed of the machine.
    REQUEST_DEADLINE_MS: '120000',
    ...environment,
  };
  const service = await bootstrap(app, {
    environment: settings,
    broker,
    logger,
    wrapDatabase: (database) => wrapDatabase(database, url),
  });
  await eventually(() => {
    const { all } = service.dependencies;
    if (all.length < 2 || all.some(({ state }) => state !== 'up')) throw new Error(JSON.stringify(all));
    return Promise.resolve();
  });
  const database = poolOn(provisioned.adminUrl, { max: 2 });
  return {
    service,
    broker,
    database,
    databaseUrl: url,
    ownerUrl,
    api: async (claims = { sub: 'ada', name: 'Ada', email: 'ada@example.com' }) =>
      new Api(service.url, await token(claims)),
    async stop() {
      await service.stop();
      await broker.close();
      await database.end();
      await dropDatabase(adminUrl, `waybill_${app.name}${suffix}`);
    },
  };
}
