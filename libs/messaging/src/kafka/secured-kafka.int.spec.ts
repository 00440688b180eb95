import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemTimers } from '@waybill/kernel';
import {
  AuthorizationServer,
  CertificateAuthority,
  type EmbeddedKafka,
  eventually,
  nextTestMessage,
  startEmbeddedKafka,
  uniqueName,
} from '@waybill/testing';
import { addAcls } from './kafka-acls.js';
import { KafkaBroker, type KafkaOptions } from './kafka-broker.js';
import type { KafkaSecurity } from './kafka-security.js';
import { WEEK } from './kafka-specs.fixture.js';
import { OAuthTokens } from './oauth-tokens.js';

/** How long a session lasts until its client must authenticate again. */
const SESSION_MS = 5_000;

/** A Kafka that requires authentication, and all that a client needs for it. */
class SecuredKafka {
  readonly authority = new CertificateAuthority();
  readonly server = new AuthorizationServer('kafka');
  readonly user = 'order';
  readonly password = 'the-password';
  readonly secret = 'the-secret';
  readonly certificate = this.authority.issue(this.user);
  kafka!: EmbeddedKafka;
  /** May do everything, without authentication. */
  admin!: KafkaBroker;

  async start(): Promise<void> {
    this.server.clients.set(this.user, this.secret);
    await this.server.start();
    this.kafka = await startEmbeddedKafka({
      authentication: {
        certificate: this.authority.issue('broker'),
        ca: this.authority.ca,
        passwords: { [this.user]: this.password },
        tokens: { jwksUrl: this.server.keys.url, audience: 'kafka' },
        sessionMs: SESSION_MS,
      },
    });
    const plain = { brokers: this.kafka.brokers, clientId: 'admin' };
    this.admin = new KafkaBroker(plain);
    const all = { principal: `User:${this.user}`, name: '*', pattern: 'literal' } as const;
    await addAcls(plain, [
      { ...all, resource: 'topic', operation: 'Read' },
      { ...all, resource: 'topic', operation: 'Write' },
      { ...all, resource: 'topic', operation: 'DescribeConfigs' },
      { ...all, resource: 'group', operation: 'Read' },
      { ...all, resource: 'group', operation: 'Delete' },
    ]);
  }

  async stop(): Promise<void> {
    await this.admin?.close();
    await Promise.all([this.kafka?.stop(), this.server.stop()]);
  }

  /** As the user, with SASL or mutual TLS. */
  securityWith(
    mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | 'OAUTHBEARER' | 'mutual TLS',
  ): KafkaSecurity {
    const tls = { ca: this.authority.ca };
    switch (mechanism) {
      case 'mutual TLS':
        return { tls: { ...tls, ...this.certificate } };
      case 'OAUTHBEARER': {
        const tokens = this.tokens(this.secret);
        return { tls, sasl: { mechanism, token: () => tokens.token() } };
      }
      case 'PLAIN':
      case 'SCRAM-SHA-256':
      case 'SCRAM-SHA-512':
        return { tls, sasl: { mechanism, username: this.user, password: this.password } };
    }
  }

  tokens(clientSecret: string): OAuthTokens {
    const time = { timers: systemTimers, now: () => performance.now() };
    return new OAuthTokens({ url: this.server.url, clientId: this.user, clientSecret }, time);
  }

  broker(options: Omit<KafkaOptions, 'brokers' | 'clientId'>): KafkaBroker {
    const { sasl, mutualTls } = this.kafka.secured!;
    const brokers = options.security?.tls?.cert ? mutualTls : sasl;
    return new KafkaBroker({ brokers, clientId: 'spec', ...options });
  }
}

const MECHANISMS = ['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER', 'mutual TLS'] as const;
const CLIENTS = ['kafkajs', 'platformatic'] as const;
const secured = new SecuredKafka();

beforeAll(() => secured.start());
afterAll(() => secured.stop());

async function newTopic(): Promise<string> {
  const name = uniqueName('topic');
  await secured.admin.ensureTopics([{ name, partitions: 1, retentionMs: WEEK }]);
  return name;
}

interface Addresses {
  readonly sasl: string;
  readonly mutualTls: string;
  readonly plain: string;
}

const SECRETS = /the-password|the-secret|eyJ/;
const CLOSED = { kafkajs: 'Closed connection', platformatic: 'Connection closed' };
const NO_TLS = {
  kafkajs: 'it closes the connection: if it requires TLS, set KAFKA_TLS=true (Closed connection)',
  platformatic: 'it requires TLS: set KAFKA_TLS=true (Broker requires TLS)',
};
// `@platformatic/kafka` loses the alert that comes with the end of the connection.
const NO_CERTIFICATE = {
  kafkajs: 'it requires a client certificate: set KAFKA_TLS_CERT and KAFKA_TLS_KEY (alert bad certificate)',
  platformatic:
    'it closes the connection: it requires a client certificate: set KAFKA_TLS_CERT and KAFKA_TLS_KEY, or KAFKA_SASL_MECHANISM (Connection closed)',
};
const OTHER_CERTIFICATE = {
  kafkajs: 'it does not trust the client certificate in KAFKA_TLS_CERT (alert certificate unknown)',
  platformatic:
    'it closes the connection: it does not trust the client certificate in KAFKA_TLS_CERT, or KAFKA_SASL_MECHANISM (Connection closed)',
};
const tls = { ca: secured.authority.ca };

function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => new Error('no failure'),
    (error: Error) => error,
  );
}

describe.each(CLIENTS)('Kafka with TLS and %s', (kafkaClient) => {
  it.each(MECHANISMS)('sends, receives and reads with %s', async (mechanism) => {
    const broker = secured.broker({ kafkaClient, security: secured.securityWith(mechanism) });
    const topic = await newTopic();
    const topics = [{ name: topic, partitions: 1, retentionMs: WEEK }];
    expect(await broker.ensureTopics(topics)).toEqual([]);
    await broker.publisher.publish([nextTestMessage(topic, 'k', '"sent"')], 5_000);
    const seen: string[] = [];
    const handle = async (records: readonly { value: Buffer | null }[]) =>
      void seen.push(...records.map(({ value }) => String(value)));
    const consumption = await broker.subscribe({ group: uniqueName('group'), topics: [topic], handle });
    await eventually(() => expect(seen).toEqual(['"sent"']));
    await consumption.stop();
    await broker.read({ topics: [topic], handle });
    expect(seen).toEqual(['"sent"', '"sent"']);
    await broker.close();
  });

  it.each<readonly [string, keyof Addresses, () => KafkaSecurity, string]>([
    [
      'a CA that did not sign its certificate',
      'sasl',
      () => ({ tls: { ca: new CertificateAuthority().ca } }),
      'its certificate is not signed by a trusted CA: set KAFKA_TLS_CA to the CA of the brokers (unable to verify the first certificate)',
    ],
    [
      'no CA',
      'sasl',
      () => ({ tls: {} }),
      'its certificate is not signed by a trusted CA: set KAFKA_TLS_CA to the CA of the brokers (unable to verify the first certificate)',
    ],
    ['no TLS', 'sasl', () => ({}), NO_TLS[kafkaClient]],
    [
      'TLS where there is none',
      'plain',
      () => ({ tls: {} }),
      'it does not use TLS on this port: give the port of its TLS listener, or unset KAFKA_TLS (socket disconnected before secure TLS connection was established)',
    ],
    [
      'no authentication',
      'sasl',
      () => ({ tls }),
      `it closes the connection: it requires a client certificate: set KAFKA_TLS_CERT and KAFKA_TLS_KEY, or KAFKA_SASL_MECHANISM (${CLOSED[kafkaClient]})`,
    ],
    [
      'authentication where there is none',
      'plain',
      () => ({ sasl: secured.securityWith('PLAIN').sasl }),
      'it does not authenticate on this port: give the port of its SASL listener, or unset KAFKA_SASL_MECHANISM (Request is not valid given the current SASL state)',
    ],
    ['no client certificate', 'mutualTls', () => ({ tls }), NO_CERTIFICATE[kafkaClient]],
    [
      'a client certificate of another CA',
      'mutualTls',
      () => ({ tls: { ...tls, ...new CertificateAuthority().issue('order') } }),
      OTHER_CERTIFICATE[kafkaClient],
    ],
    [
      'a wrong password for PLAIN',
      'sasl',
      () => ({ tls, sasl: { mechanism: 'PLAIN', username: 'order', password: 'the-password-not' } }),
      'it refuses the user or password: check KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD (Invalid username or password)',
    ],
    [
      'a wrong password for SCRAM',
      'sasl',
      () => ({ tls, sasl: { mechanism: 'SCRAM-SHA-512', username: 'order', password: 'the-password-not' } }),
      'it refuses the user or password: check KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD (invalid credentials)',
    ],
    [
      'a wrong client secret',
      'sasl',
      () => ({
        tls,
        sasl: { mechanism: 'OAUTHBEARER', token: () => secured.tokens('the-secret-not').token() },
      }),
      'no token for Kafka from URL: the response has status 401 invalid_client: check KAFKA_OAUTH_CLIENT_ID, _SECRET and _SCOPE',
    ],
    [
      'a token that Kafka refuses',
      'sasl',
      () => ({ tls, sasl: { mechanism: 'OAUTHBEARER', token: () => Promise.resolve('the-secret.token') } }),
      'Kafka refuses the token of KAFKA_OAUTH_CLIENT_ID: {"status":"invalid_token"}',
    ],
  ])('reports %s, and no secret', async (_, address, securityOf, problem) => {
    const logged: unknown[] = [];
    const security = securityOf();
    const brokers = { ...secured.kafka.secured!, plain: secured.kafka.brokers }[address];
    const log = (...entry: unknown[]) => void logged.push(entry);
    const broker = new KafkaBroker({ brokers, clientId: 'spec', kafkaClient, security, log });
    const error = await failureOf(broker.ping());
    expect(error.message.replace(secured.server.url, 'URL')).toBe(problem);
    expect(inspect([error, logged, broker.address], { depth: 12 })).not.toMatch(SECRETS);
    await broker.close();
  });
});

it('sends and receives while sessions end and tokens expire', async () => {
  secured.server.lifetime = 4;
  secured.server.leeway = 3;
  const before = secured.server.tokens.length;
  const members = await Promise.all(
    CLIENTS.flatMap((kafkaClient) =>
      (['SCRAM-SHA-256', 'OAUTHBEARER'] as const).map(async (mechanism) => {
        const crashes: Error[] = [];
        const security = secured.securityWith(mechanism);
        const broker = secured.broker({ kafkaClient, security, onCrash: (error) => crashes.push(error) });
        const topic = await newTopic();
        const seen: string[] = [];
        const consumption = await broker.subscribe({
          group: uniqueName('group'),
          topics: [topic],
          handle: async (records) => void seen.push(...records.map(({ value }) => String(value))),
        });
        return { broker, topic, seen, consumption, crashes };
      }),
    ),
  );
  const start = performance.now();
  const sent: string[] = [];
  // Each round waits for its messages, so the last ones are sent and received in later sessions.
  while (performance.now() - start < 1.7 * SESSION_MS) {
    const value = String(sent.push('') - 1);
    sent[sent.length - 1] = value;
    await Promise.all(
      members.map(async ({ broker, topic, seen }) => {
        await broker.publisher.publish([nextTestMessage(topic, 'k', value)], 5_000);
        await eventually(() => expect(seen.at(-1)).toBe(value));
      }),
    );
  }
  for (const { seen, consumption, broker, crashes } of members) {
    expect([seen, crashes]).toEqual([sent, []]);
    await consumption.stop();
    await broker.close();
  }
  // The first token of each client has expired.
  expect(secured.server.tokens.length - before).toBeGreaterThanOrEqual(2 * CLIENTS.length);
});
