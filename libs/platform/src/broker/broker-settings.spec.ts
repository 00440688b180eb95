import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { CertificateAuthority } from '@waybill/testing';
import { brokerFrom, kafkaFrom } from './broker-of.js';

const KAFKA = { KAFKA_BROKERS: 'kafka:9093' };
const TLS = { ...KAFKA, KAFKA_TLS: 'true' };
const PLAIN = {
  KAFKA_SASL_MECHANISM: 'PLAIN',
  KAFKA_SASL_USERNAME: 'order',
  KAFKA_SASL_PASSWORD: 'pass-word',
};
const OAUTH = {
  KAFKA_SASL_MECHANISM: 'OAUTHBEARER',
  KAFKA_OAUTH_TOKEN_URL: 'https://id.example/token',
  KAFKA_OAUTH_CLIENT_ID: 'order',
  KAFKA_OAUTH_CLIENT_SECRET: 'client-secret',
};
const PRODUCTION = { NODE_ENV: 'production' };
const authority = new CertificateAuthority();
const order = authority.issue('order');
const payment = authority.issue('payment');
const folder = mkdtempSync(join(tmpdir(), 'waybill-settings-'));
const noPem = join(folder, 'no.pem');
writeFileSync(noPem, 'no certificate');
afterAll(() => rmSync(folder, { recursive: true }));

function problemsOf(environment: Record<string, string>): string[] {
  try {
    brokerFrom(environment, 'spec');
    return [];
  } catch (error) {
    return (error as Error).message
      .split('\n')
      .flatMap((line) => (line.startsWith('  - ') ? [line.slice(4)] : []));
  }
}

describe('settings of the broker', () => {
  it.each<[Record<string, string>]>([
    [KAFKA],
    [{ BROKER_URL: 'kafka://a:9092,b:9092' }],
    [{ BROKER_URL: 'amqp://user:password@host' }],
    [TLS],
    [{ ...TLS, ...PRODUCTION, ...PLAIN }],
    [{ ...TLS, ...PRODUCTION, ...OAUTH, KAFKA_OAUTH_SCOPE: 'a b', KAFKA_OAUTH_EXTENSIONS: 'one=1,two=2' }],
    [{ ...KAFKA, ...PLAIN }],
    [{ KAFKA_BROKERS: 'localhost:9092,127.0.0.1:9093', ...PLAIN, ...PRODUCTION }],
    [{ ...TLS, KAFKA_TLS_CA: authority.ca }],
    [{ ...TLS, KAFKA_TLS_CERT: order.cert, KAFKA_TLS_KEY: order.key }],
    [{ ...KAFKA, KAFKA_SASL_USERNAME: '' }],
    [
      {
        BROKER_URL: 'amqps://host',
        BROKER_TLS_CA: authority.ca,
        BROKER_TLS_CERT: order.cert,
        BROKER_TLS_KEY: order.key,
      },
    ],
    [{ BROKER_URL: 'rediss://host', BROKER_TLS_CA: authority.ca }],
  ])('are accepted: %j', (environment) => {
    expect(problemsOf(environment)).toEqual([]);
  });

  it.each<[Record<string, string>, string]>([
    [{}, 'BROKER_URL or KAFKA_BROKERS is missing'],
    [
      { BROKER_URL: 'amqp://host', BROKER_TLS_CA: authority.ca },
      'BROKER_TLS_CA is set, but BROKER_URL is neither amqps:// nor rediss://',
    ],
    [
      { BROKER_URL: 'rediss://host', BROKER_TLS_CERT: order.cert },
      'BROKER_TLS_KEY is missing: BROKER_TLS_CERT requires it',
    ],
    [{ ...KAFKA, BROKER_URL: 'kafka://a:1' }, 'BROKER_URL and KAFKA_BROKERS are both set: use one'],
    ...['kafka://user:pass-word@a:9092', 'kafka://a:9092,user:pass-word@b:9092', 'kafka://user@a:9092'].map(
      (url): [Record<string, string>, string] => [
        { BROKER_URL: url },
        'BROKER_URL contains a user or password, and addresses are logged: set KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD instead',
      ],
    ),
    [{ KAFKA_BROKERS: 'user:pass-word@a:9092' }, 'KAFKA_BROKERS: must be host:port, comma separated'],
    [{ KAFKA_BROKERS: 'user@a:9092' }, 'KAFKA_BROKERS: must be host:port, comma separated'],
    [
      { ...KAFKA, KAFKA_TLS_CA: authority.ca },
      'KAFKA_TLS_CA is set, but KAFKA_TLS is not true: set KAFKA_TLS=true',
    ],
    [{ ...TLS, KAFKA_TLS_CERT: order.cert }, 'KAFKA_TLS_KEY is missing: KAFKA_TLS_CERT requires it'],
    [{ ...TLS, KAFKA_TLS_KEY: order.key }, 'KAFKA_TLS_CERT is missing: KAFKA_TLS_KEY requires it'],
    [{ ...TLS, KAFKA_TLS_CA: '/no/ca.pem' }, 'KAFKA_TLS_CA: /no/ca.pem cannot be read (ENOENT)'],
    [{ ...TLS, KAFKA_TLS_CA: noPem }, `KAFKA_TLS_CA: ${noPem} is not a certificate in PEM format`],
    [
      { ...TLS, KAFKA_TLS_CERT: order.cert, KAFKA_TLS_KEY: noPem },
      `KAFKA_TLS_KEY: ${noPem} is not an unencrypted private key in PEM format`,
    ],
    [
      { ...TLS, KAFKA_TLS_CERT: order.cert, KAFKA_TLS_KEY: payment.key },
      'KAFKA_TLS_KEY is not the key of the certificate in KAFKA_TLS_CERT',
    ],
    [
      { ...KAFKA, KAFKA_SASL_USERNAME: 'order', KAFKA_SASL_PASSWORD: 'pass-word' },
      'KAFKA_SASL_USERNAME is set: set KAFKA_SASL_MECHANISM to PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER, too',
    ],
    [
      { ...KAFKA, ...PLAIN, KAFKA_SASL_PASSWORD: '' },
      'KAFKA_SASL_PASSWORD is missing: KAFKA_SASL_MECHANISM=PLAIN requires it',
    ],
    [
      { ...KAFKA, ...OAUTH, KAFKA_OAUTH_CLIENT_SECRET: '' },
      'KAFKA_OAUTH_CLIENT_SECRET is missing: KAFKA_SASL_MECHANISM=OAUTHBEARER requires it',
    ],
    [
      { ...KAFKA, ...OAUTH, KAFKA_SASL_PASSWORD: 'pass-word' },
      'KAFKA_SASL_PASSWORD is set, but KAFKA_SASL_MECHANISM=OAUTHBEARER does not use it: unset one of them',
    ],
    [
      { ...KAFKA, ...OAUTH, KAFKA_OAUTH_TOKEN_URL: 'https://order:pass-word@id.example/token' },
      'KAFKA_OAUTH_TOKEN_URL contains a user or password: set KAFKA_OAUTH_CLIENT_ID and KAFKA_OAUTH_CLIENT_SECRET instead',
    ],
    [
      { ...KAFKA, ...PLAIN, ...PRODUCTION },
      'KAFKA_TLS must be true: with NODE_ENV=production, KAFKA_SASL_MECHANISM=PLAIN without TLS is for loopback only',
    ],
    [
      { ...TLS, ...OAUTH, ...PRODUCTION, KAFKA_OAUTH_TOKEN_URL: 'http://id.example/token' },
      'KAFKA_OAUTH_TOKEN_URL must be https: with NODE_ENV=production, http is for loopback only',
    ],
  ])('are refused, without a password: %j', (environment, problem) => {
    expect(problemsOf(environment)).toEqual([problem]);
    expect(problem).not.toMatch(/pass-word|client-secret/);
  });

  it('become the options of the clients', async () => {
    const { ca } = authority;
    expect(kafkaFrom({ ...TLS, ...PLAIN, KAFKA_TLS_CA: ca }, 'spec')).toEqual({
      brokers: 'kafka:9093',
      clientId: 'spec',
      security: {
        tls: { ca, cert: undefined, key: undefined },
        sasl: { mechanism: 'PLAIN', username: 'order', password: 'pass-word' },
      },
    });
    expect(kafkaFrom({ ...KAFKA, ...OAUTH, KAFKA_OAUTH_EXTENSIONS: 'one=1,two=2' }, 'spec').security).toEqual(
      {
        tls: undefined,
        sasl: { mechanism: 'OAUTHBEARER', token: expect.any(Function), extensions: { one: '1', two: '2' } },
      },
    );
    expect(() => kafkaFrom({ BROKER_URL: 'redis://host' }, 'spec')).toThrow(
      'redis is not Kafka: set KAFKA_BROKERS',
    );
  });
});
