import type { AuthenticationProviderArgs, Authenticator, KafkaConfig } from 'kafkajs';
import type { Cluster } from './cluster.js';
import type { KafkaSasl, OAuthSasl } from './kafka-security.js';
import { bearerMessage, refuseInvalidToken } from './oauth-bearer.js';
import { tlsOptions } from '../tls-options.js';

/**
 * How long before the end of its session a client authenticates again, with its next request. kafkajs' own ten seconds do so at once where
 * sessions are shorter, or a token is about to expire, and Kafka refuses that within a second.
 */
const REAUTHENTICATE_MS = 2_000;
const LENGTH_BYTES = 4;

/** The options of every kafkajs client. */
export function kafkajsConfig({ brokers, clientId, security }: Cluster): KafkaConfig {
  return {
    clientId,
    brokers: brokers.split(','),
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    reauthenticationThreshold: REAUTHENTICATE_MS,
    ...(security?.tls && { ssl: tlsOptions(security.tls) }),
    ...(security?.sasl && { sasl: saslOf(security.sasl) }),
  };
}

function saslOf(sasl: KafkaSasl): NonNullable<KafkaConfig['sasl']> {
  switch (sasl.mechanism) {
    case 'OAUTHBEARER':
      return { mechanism: 'oauthbearer', authenticationProvider: (args) => withToken(sasl, args) };
    case 'PLAIN':
      return { mechanism: 'plain', username: sasl.username, password: sasl.password };
    case 'SCRAM-SHA-256':
      return { mechanism: 'scram-sha-256', username: sasl.username, password: sasl.password };
    case 'SCRAM-SHA-512':
      return { mechanism: 'scram-sha-512', username: sasl.username, password: sasl.password };
  }
}

/** Not kafkajs' own, which does not look at the response. */
function withToken(sasl: OAuthSasl, { saslAuthenticate }: AuthenticationProviderArgs): Authenticator {
  return {
    async authenticate() {
      const message = Buffer.from(bearerMessage(await sasl.token(), sasl.extensions));
      const length = Buffer.alloc(LENGTH_BYTES);
      length.writeInt32BE(message.length);
      await saslAuthenticate({
        request: { encode: () => Buffer.concat([length, message]) },
        response: { decode: (response) => response.subarray(LENGTH_BYTES), parse: refuseInvalidToken },
      });
    },
  };
}
