import { randomBytes } from 'node:crypto';
import type { MessageType } from '@waybill/kernel';
import { type Delivery, MemoryBroker } from '@waybill/messaging';
import type { OutboxMessage } from '@waybill/outbox';
import {
  type RunningService,
  type ServiceApp,
  bootstrap,
  migrate,
  provision,
  uuids,
} from '@waybill/platform';
import pg from 'pg';
import { dropDatabase } from '../stack/databases.js';
import { testDatabaseUrl } from '../stack/test-stack.js';
import { Api } from './api.js';
import { DEVELOPMENT_KEY, type TokenClaims, token } from './token.js';

/** What the service said on its topics. */
export interface Heard {
  readonly type: string;
  readonly key: string;
  readonly id: string;
  readonly causationId: string;
  readonly correlationId: string;
  readonly data: unknown;
}

export interface SentOptions {
  /** Of a message that is sent again. */
  readonly id?: string;
  readonly correlationId?: string;
}

/** One service as a whole, on a database of its own and a broker in the process. */
export interface SingleService {
  readonly running: RunningService;
  /** The owner’s connection, to look at rows. */
  readonly pool: pg.Pool;
  readonly ownerUrl: string;
  /** Oldest first. */
  readonly heard: readonly Heard[];
  /** Sends a message to the service and answers its id. */
  send<Data>(
    type: MessageType<string, Data>,
    key: string,
    data: Data,
    options?: SentOptions,
  ): Promise<string>;
  api(claims?: TokenClaims): Promise<Api>;
  stop(): Promise<void>;
}

const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** Starts `app` as `bootstrap` does, with the settings given besides the common ones. `speaksOn` is the topic to listen to. */
export async function startService(
  app: ServiceApp,
  speaksOn: string,
  environment: Readonly<Record<string, string>>,
): Promise<SingleService> {
  const suffix = `_${randomBytes(4).toString('hex')}`;
  const { url, ownerUrl } = await provision(testDatabaseUrl(), app.name, 'secret', suffix);
  await migrate(app, ownerUrl);
  const broker = new MemoryBroker();
  await broker.ensureTopics(app.topics({ partitions: 3, retentionDays: 7 }));
  const heard: Heard[] = [];
  await broker.subscribe({
    group: 'test',
    topics: [speaksOn],
    handle: async (records) => void heard.push(...records.map(heardFrom)),
  });
  const running = await bootstrap(app, {
    broker,
    environment: {
      ...{ DATABASE_URL: url, BROKER_URL: 'memory://', JWT_KEY: DEVELOPMENT_KEY, TOPIC_PARTITIONS: '3' },
      ...{ HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'silent' },
      ...environment,
    },
  });
  const pool = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  pool.on('error', () => undefined);
  return {
    ...{ running, pool, ownerUrl, heard },
    async send(type, key, data, { id = uuids.next(), correlationId = id } = {}) {
      const row: OutboxMessage = {
        ...{ position: 0, shard: 0, topic: type.topic, key, id, type: type.type, version: type.version },
        ...{ source: '/test', time: new Date(), correlationId, causationId: id, userId: null },
        ...{ tenant: 'default', traceparent: TRACE, aggregateType: null, aggregateVersion: null },
        body: JSON.stringify(data),
      };
      await broker.publisher.publish([row], 1_000);
      return id;
    },
    api: async (claims) => new Api(running.url, claims && (await token(claims))),
    async stop() {
      await running.stop();
      await pool.end();
      await dropDatabase(testDatabaseUrl(), new URL(ownerUrl).pathname.slice(1));
    },
  };
}

function heardFrom({ key, headers, value }: Delivery): Heard {
  return {
    ...{ type: headers['ce_type'] ?? '', key, id: headers['ce_id'] ?? '' },
    ...{ causationId: headers['ce_causationid'] ?? '', correlationId: headers['ce_correlationid'] ?? '' },
    data: JSON.parse(value?.toString('utf8') ?? 'null') as unknown,
  };
}
