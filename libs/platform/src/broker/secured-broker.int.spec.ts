import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller } from '@nestjs/common';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Message, MessageType } from '@waybill/kernel';
import { Handles, KafkaBroker, addAcls } from '@waybill/messaging';
import {
  Api,
  AuthorizationServer,
  CertificateAuthority,
  DEVELOPMENT_KEY,
  type EmbeddedKafka,
  dropDatabase,
  eventually,
  startEmbeddedKafka,
  testDatabaseUrl,
  testMessage,
  uniqueName,
} from '@waybill/testing';
import { pino } from 'pino';
import { z } from 'zod';
import { type RunningService, bootstrap } from '../bootstrap.js';
import { provision } from '../provision.js';
import type { ServiceApp } from '../service-app.js';

const asked: MessageType<'secured.asked'> = {
  type: 'secured.asked',
  version: 1,
  topic: 'secured.commands',
  parse: (data) => data,
};
const handled: string[] = [];

@Controller()
class SecuredConsumer {
  @Handles(asked, 'secured.ask')
  async ask({ key }: Message): Promise<void> {
    handled.push(key);
  }
}

const TOPICS = ['secured.commands', 'secured.dead-letters'].map((name) => ({
  name,
  partitions: 1,
  retentionMs: -1,
}));
const app: ServiceApp = {
  name: 'secured',
  description: 'Handles a command',
  port: 0,
  settings: z.object({}),
  entities: [],
  migrations: [],
  messageTypes: new Map<string, MessageType>([[asked.type, asked]]),
  topics: () => TOPICS,
  compose: () => ({ controllers: [SecuredConsumer], provide: [] }),
};

const SECRET = 'the-client-secret';
const authority = new CertificateAuthority();
const server = new AuthorizationServer('kafka');
const folder = mkdtempSync(join(tmpdir(), 'waybill-secured-'));
const ca = join(folder, 'ca.pem');
const suffix = `_${uniqueName('spec').replace('-', '_')}`;
let kafka: EmbeddedKafka;
let admin: KafkaBroker;
let service: RunningService;

beforeAll(async () => {
  await server.start();
  kafka = await startEmbeddedKafka({
    authentication: {
      certificate: authority.issue('broker'),
      ca: authority.ca,
      passwords: {},
      tokens: { jwksUrl: server.keys.url, audience: 'kafka' },
    },
  });
  const superuser = { brokers: kafka.brokers, clientId: 'superuser' };
  admin = new KafkaBroker(superuser);
  await admin.ensureTopics(TOPICS);
  const its = { principal: 'User:secured', pattern: 'literal' } as const;
  await addAcls(superuser, [
    ...TOPICS.map(({ name }) => ({ ...its, resource: 'topic' as const, operation: 'Read' as const, name })),
    { ...its, resource: 'group', operation: 'Read', name: 'waybill.secured' },
  ]);
});

afterAll(async () => {
  await service?.stop();
  await admin?.close();
  await Promise.all([kafka?.stop(), server.stop()]);
  await dropDatabase(testDatabaseUrl(), `waybill_secured${suffix}`);
  rmSync(folder, { recursive: true });
});

it('shows in readiness what is wrong at Kafka, connects by itself once it is right, and tells no secret', async () => {
  const { url, ownerUrl } = await provision(testDatabaseUrl(), app.name, suffix);
  const lines: string[] = [];
  copyFileSync(new CertificateAuthority().ca, ca);
  service = await bootstrap(app, {
    logger: pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }),
    environment: {
      DATABASE_URL: url,
      DATABASE_OWNER_URL: ownerUrl,
      HOST: '127.0.0.1',
      PORT: '0',
      JWT_KEY: DEVELOPMENT_KEY,
      KAFKA_BROKERS: kafka.secured!.sasl,
      KAFKA_TLS: 'true',
      KAFKA_TLS_CA: ca,
      KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
      KAFKA_OAUTH_TOKEN_URL: server.url,
      KAFKA_OAUTH_CLIENT_ID: 'secured',
      KAFKA_OAUTH_CLIENT_SECRET: SECRET,
    },
  });
  const api = new Api(service.url);
  const readiness: string[] = [];
  const brokerIs = (state: object) =>
    eventually(async () => {
      const { body } = await api.call<{ dependencies: readonly { name: string }[] }>('GET', '/health/ready');
      readiness.push(JSON.stringify(body));
      expect(body.dependencies.find(({ name }) => name === 'broker')).toMatchObject(state);
    });

  await brokerIs({
    state: 'starting',
    address: `kafka://${kafka.secured!.sasl}`,
    lastError: expect.stringContaining('set KAFKA_TLS_CA to the CA of the brokers'),
  });
  copyFileSync(authority.ca, ca);
  await brokerIs({ lastError: expect.stringContaining('401 invalid_client: check KAFKA_OAUTH_CLIENT_ID') });
  server.clients.set('secured', SECRET);
  await brokerIs({ state: 'up' });
  const { topic, type } = asked;
  await admin.publisher.publish([testMessage({ topic, type, key: 'key', body: '{}' })], 5_000);
  await eventually(() => expect(handled).toEqual(['key']));

  const told = [...readiness, ...lines].join('\n');
  expect(server.tokens.length).toBeGreaterThan(0);
  for (const secret of [SECRET, ...server.tokens]) expect(told).not.toContain(secret);
});
