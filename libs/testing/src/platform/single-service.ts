import type { MessageType } from '@waybill/kernel';
import type { Delivery } from '@waybill/messaging';
import type { OutboxMessage } from '@waybill/outbox';
import { type ServiceApp, uuids } from '@waybill/platform';
import type pg from 'pg';
import { Api } from './api.js';
import { type OneServiceOptions, startOneService } from './one-service.js';
import { testMessage } from '../test-message.js';
import type { TokenClaims } from './token.js';

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
  /** The message that it answers. */
  readonly causationId?: string;
  readonly time?: Date;
}

/** One service as a whole, on a database of its own and a broker in the process. */
export interface SingleService {
  /** The administrator’s connection, to look at rows. */
  readonly pool: pg.Pool;
  readonly ownerUrl: string;
  /** Oldest first. */
  readonly heard: readonly Heard[];
  /** Sends a message to the service and answers its id. */
  send<Data>(
    type: MessageType<string, Data>,
    key: string,
    data: NoInfer<Data>,
    options?: SentOptions,
  ): Promise<string>;
  /** Without claims a caller without a token. */
  api(claims?: TokenClaims): Promise<Api>;
  stop(): Promise<void>;
}

/** `startOneService`, with an ear on the topic that the service speaks on and a way to send it messages. */
export async function startService(
  app: ServiceApp,
  speaksOn: string,
  environment: Readonly<Record<string, string>>,
  options?: OneServiceOptions,
): Promise<SingleService> {
  const partitions = { TOPIC_PARTITIONS: '3', LOG_LEVEL: 'silent' };
  const one = await startOneService(app, { ...partitions, ...environment }, options);
  const { broker, ownerUrl, database: pool } = one;
  await broker.ensureTopics(app.topics({ partitions: 3, retentionDays: 7 }));
  const heard: Heard[] = [];
  await broker.subscribe({
    group: 'test',
    topics: [speaksOn],
    handle: async (records) => void heard.push(...records.map(heardFrom)),
  });
  return {
    pool,
    ownerUrl,
    heard,
    stop: one.stop,
    api: async (claims) => (claims ? one.api(claims) : new Api(one.service.url)),
    async send(
      type,
      key,
      data,
      { id = uuids.next(), correlationId = id, causationId = id, time = new Date() } = {},
    ) {
      const row: OutboxMessage = testMessage({
        topic: type.topic,
        key,
        id,
        type: type.type,
        version: type.version,
        time,
        correlationId,
        causationId,
        body: JSON.stringify(data),
      });
      await broker.publisher.publish([row], 1_000);
      return id;
    },
  };
}

function heardFrom({ key, headers, value }: Delivery): Heard {
  return {
    type: headers['ce_type'] ?? '',
    key,
    id: headers['ce_id'] ?? '',
    causationId: headers['ce_causationid'] ?? '',
    correlationId: headers['ce_correlationid'] ?? '',
    data: JSON.parse(value?.toString('utf8') ?? 'null') as unknown,
  };
}
