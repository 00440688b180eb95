import { systemTimers } from '@waybill/kernel';
import {
  type Broker,
  type BrokerOptions,
  type Cluster,
  type KafkaSecurity,
  OAuthTokens,
  brokerAt,
} from '@waybill/messaging';
import { BadSettings, problemsOf } from '../bad-settings.js';
import type { Environment } from '../service-environment.js';
import { brokerProblems } from './broker-problems.js';
import { type BrokerSettings, brokerSettings } from './broker-settings.js';

/** The broker of these settings. */
export function brokerOf(
  settings: BrokerSettings,
  options: Pick<BrokerOptions, 'clientId' | 'gatherMs' | 'log' | 'onCrash'>,
): Broker {
  return brokerAt(urlOf(settings), {
    ...options,
    random: Math.random,
    sessionMs: settings.KAFKA_SESSION_MS,
    compression: settings.KAFKA_COMPRESSION,
    kafkaClient: settings.KAFKA_CLIENT,
    tls: { ca: settings.BROKER_TLS_CA, cert: settings.BROKER_TLS_CERT, key: settings.BROKER_TLS_KEY },
    kafkaSecurity: kafkaSecurityOf(settings),
  });
}

/** The broker at `url`, by default the one that the environment of a command names. Other settings are ignored. Throws BadSettings. */
export function brokerFrom(environment: Environment, clientId: string, url?: string): Broker {
  const named = url === undefined ? environment : { ...environment, BROKER_URL: url, KAFKA_BROKERS: '' };
  return brokerOf(settingsFrom(named), { clientId });
}

/** The Kafka that the environment of a command names. Throws BadSettings. */
export function kafkaFrom(environment: Environment, clientId: string): Cluster {
  const settings = settingsFrom(environment);
  const url = urlOf(settings);
  if (!url.startsWith('kafka://'))
    throw new BadSettings(`${url.split('://')[0]} is not Kafka: set KAFKA_BROKERS`);
  return { brokers: url.slice('kafka://'.length), clientId, security: kafkaSecurityOf(settings) };
}

function settingsFrom(environment: Environment): BrokerSettings {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { data, error } = brokerSettings.safeParse(present);
  const problems = [...problemsOf(error, present), ...brokerProblems(present)];
  if (problems.length > 0) throw BadSettings.because('the broker cannot be used', problems);
  return data!;
}

function urlOf({ BROKER_URL, KAFKA_BROKERS }: BrokerSettings): string {
  return BROKER_URL ?? `kafka://${KAFKA_BROKERS}`;
}

function kafkaSecurityOf(settings: BrokerSettings): KafkaSecurity {
  const { KAFKA_TLS, KAFKA_TLS_CA: ca, KAFKA_TLS_CERT: cert, KAFKA_TLS_KEY: key } = settings;
  return { tls: KAFKA_TLS === 'true' ? { ca, cert, key } : undefined, sasl: saslOf(settings) };
}

function saslOf(settings: BrokerSettings): KafkaSecurity['sasl'] {
  const { KAFKA_SASL_MECHANISM: mechanism } = settings;
  if (!mechanism) return undefined;
  if (mechanism !== 'OAUTHBEARER') {
    const { KAFKA_SASL_USERNAME: username = '', KAFKA_SASL_PASSWORD: password = '' } = settings;
    return { mechanism, username, password };
  }
  const tokens = new OAuthTokens(
    {
      url: settings.KAFKA_OAUTH_TOKEN_URL ?? '',
      clientId: settings.KAFKA_OAUTH_CLIENT_ID ?? '',
      clientSecret: settings.KAFKA_OAUTH_CLIENT_SECRET ?? '',
      scope: settings.KAFKA_OAUTH_SCOPE,
    },
    { timers: systemTimers, now: () => performance.now() },
  );
  return {
    mechanism,
    token: () => tokens.token(),
    extensions: extensionsOf(settings.KAFKA_OAUTH_EXTENSIONS),
  };
}

function extensionsOf(text: string | undefined): Record<string, string> | undefined {
  return text === undefined
    ? undefined
    : Object.fromEntries(text.split(',').map((pair) => pair.split('=') as [string, string]));
}
