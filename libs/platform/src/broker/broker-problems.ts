import type { Environment } from '../service-environment.js';
import { certificateProblems } from './certificate-problems.js';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;
const MECHANISMS = 'PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER';
const PASSWORD = ['KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'];
const OAUTH = ['KAFKA_OAUTH_TOKEN_URL', 'KAFKA_OAUTH_CLIENT_ID', 'KAFKA_OAUTH_CLIENT_SECRET'];
const ALL_OAUTH = [...OAUTH, 'KAFKA_OAUTH_SCOPE', 'KAFKA_OAUTH_EXTENSIONS'];

/** Problems of the broker's settings together, one line each. Empty variables are absent. */
export function brokerProblems(present: Environment): string[] {
  return [
    ...addressProblems(present),
    ...certificateProblems('KAFKA_TLS', present),
    ...tlsProblems(present),
    ...saslProblems(present),
    ...productionProblems(present),
  ];
}

function addressProblems({ BROKER_URL, KAFKA_BROKERS }: Environment): string[] {
  const problems: string[] = [];
  if (!BROKER_URL && !KAFKA_BROKERS) problems.push('BROKER_URL or KAFKA_BROKERS is missing');
  if (BROKER_URL && KAFKA_BROKERS) problems.push('BROKER_URL and KAFKA_BROKERS are both set: use one');
  if (/^kafka:\/\/.*@/.test(BROKER_URL ?? ''))
    problems.push(
      'BROKER_URL contains a user or password, and addresses are logged: set KAFKA_SASL_MECHANISM, KAFKA_SASL_USERNAME and KAFKA_SASL_PASSWORD instead',
    );
  return problems;
}

function tlsProblems(present: Environment): string[] {
  if (/^(amqps|rediss):/.test(present['BROKER_URL'] ?? ''))
    return certificateProblems('BROKER_TLS', { ...present, BROKER_TLS: 'true' });
  return ['BROKER_TLS_CA', 'BROKER_TLS_CERT', 'BROKER_TLS_KEY']
    .filter((name) => present[name])
    .map((name) => `${name} is set, but BROKER_URL is neither amqps:// nor rediss://`);
}

function saslProblems(present: Environment): string[] {
  const mechanism = present['KAFKA_SASL_MECHANISM'];
  const [needed, others] = mechanism === 'OAUTHBEARER' ? [OAUTH, PASSWORD] : [PASSWORD, ALL_OAUTH];
  const set = [...PASSWORD, ...ALL_OAUTH].filter((name) => present[name]);
  if (!mechanism)
    return set.slice(0, 1).map((name) => `${name} is set: set KAFKA_SASL_MECHANISM to ${MECHANISMS}, too`);
  return [
    ...needed
      .filter((name) => !present[name])
      .map((name) => `${name} is missing: KAFKA_SASL_MECHANISM=${mechanism} requires it`),
    ...others
      .filter((name) => present[name])
      .map(
        (name) => `${name} is set, but KAFKA_SASL_MECHANISM=${mechanism} does not use it: unset one of them`,
      ),
    ...userInfo('KAFKA_OAUTH_TOKEN_URL', present, 'KAFKA_OAUTH_CLIENT_ID and KAFKA_OAUTH_CLIENT_SECRET'),
  ];
}

function userInfo(name: string, present: Environment, instead: string): string[] {
  const url = present[name];
  if (!url || !URL.canParse(url)) return [];
  const { username, password } = new URL(url);
  return username || password ? [`${name} contains a user or password: set ${instead} instead`] : [];
}

function productionProblems(present: Environment): string[] {
  if (present['NODE_ENV'] !== 'production') return [];
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_OAUTH_TOKEN_URL: tokenUrl } = present;
  const problems: string[] = [];
  const isReadable = mechanism === 'PLAIN' || mechanism === 'OAUTHBEARER';
  if (isReadable && present['KAFKA_TLS'] !== 'true' && !brokersOf(present).every(isLoopback))
    problems.push(
      `KAFKA_TLS must be true: with NODE_ENV=production, KAFKA_SASL_MECHANISM=${mechanism} without TLS is for loopback only`,
    );
  if (tokenUrl && URL.canParse(tokenUrl)) {
    const { protocol, host } = new URL(tokenUrl);
    if (protocol === 'http:' && !isLoopback(host))
      problems.push(
        'KAFKA_OAUTH_TOKEN_URL must be https: with NODE_ENV=production, http is for loopback only',
      );
  }
  return problems;
}

function brokersOf({ BROKER_URL, KAFKA_BROKERS }: Environment): string[] {
  return (KAFKA_BROKERS ?? BROKER_URL?.replace('kafka://', '') ?? '').split(',');
}

function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
