import { readFileSync } from 'node:fs';
import type { Certificate } from './certificates.js';
import type { KafkaProperties } from './kafka-properties.js';

/** How Kafka knows its clients. Every principal may do only what ACLs allow. */
export interface KafkaAuthentication {
  /** Certificate of the broker. */
  readonly certificate: Certificate;
  /** File with the CA of the client certificates. Their principal is `User:` and the common name. */
  readonly ca: string;
  /** Passwords by user, for PLAIN and both SCRAM mechanisms. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Of the tokens for OAUTHBEARER. Their principal is `User:` and the subject. */
  readonly tokens?: { readonly jwksUrl: string; readonly audience: string };
  /** Maximum lifetime of a session, after which its client must authenticate again. */
  readonly sessionMs?: number;
}

export interface SecuredPorts {
  readonly plainPort: number;
  readonly controllerPort: number;
  readonly saslPort: number;
  readonly mutualTlsPort: number;
}

const MODULES = 'org.apache.kafka.common.security';

/**
 * Beside the plain listener one for SASL over TLS and one for mutual TLS. Whoever uses the plain one, which is not authenticated, may do
 * everything: the specs, and Kafka itself.
 */
export function securedListeners(
  { plainPort, controllerPort, saslPort, mutualTlsPort }: SecuredPorts,
  { certificate, ca, passwords, tokens, sessionMs }: KafkaAuthentication,
): KafkaProperties {
  const plainUsers = Object.entries(passwords).map(([user, password]) => `user_${user}="${password}"`);
  const scram = `${MODULES}.scram.ScramLoginModule required;`;
  const sasl = (name: string): string => `listener.name.sasl.${name}`;
  return {
    listeners: `PLAINTEXT://127.0.0.1:${plainPort},SASL://127.0.0.1:${saslPort},MUTUAL://127.0.0.1:${mutualTlsPort},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${plainPort},SASL://127.0.0.1:${saslPort},MUTUAL://127.0.0.1:${mutualTlsPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_SSL,MUTUAL:SSL',
    'inter.broker.listener.name': 'PLAINTEXT',
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'super.users': 'User:ANONYMOUS',
    'ssl.keystore.type': 'PEM',
    'ssl.keystore.certificate.chain': inline(certificate.cert),
    'ssl.keystore.key': inline(certificate.key),
    'ssl.truststore.type': 'PEM',
    'ssl.truststore.certificates': inline(ca),
    'listener.name.mutual.ssl.client.auth': 'required',
    'listener.name.mutual.ssl.principal.mapping.rules': 'RULE:^CN=([^,]+).*$/$1/',
    'sasl.enabled.mechanisms': `PLAIN,SCRAM-SHA-256,SCRAM-SHA-512${tokens ? ',OAUTHBEARER' : ''}`,
    [sasl('plain.sasl.jaas.config')]: `${MODULES}.plain.PlainLoginModule required ${plainUsers.join(' ')};`,
    [sasl('scram-sha-256.sasl.jaas.config')]: scram,
    [sasl('scram-sha-512.sasl.jaas.config')]: scram,
    ...(tokens && {
      [sasl('oauthbearer.sasl.jaas.config')]: `${MODULES}.oauthbearer.OAuthBearerLoginModule required;`,
      [sasl('oauthbearer.sasl.server.callback.handler.class')]:
        `${MODULES}.oauthbearer.OAuthBearerValidatorCallbackHandler`,
      [sasl('oauthbearer.sasl.oauthbearer.jwks.endpoint.url')]: tokens.jwksUrl,
      [sasl('oauthbearer.sasl.oauthbearer.expected.audience')]: tokens.audience,
    }),
    ...(sessionMs !== undefined && { 'connections.max.reauth.ms': sessionMs }),
  };
}

/** Arguments of the storage tool that make the SCRAM users. */
export function scramUsers({ passwords }: KafkaAuthentication): string[] {
  return Object.entries(passwords).flatMap(([name, password]) =>
    ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=${name},password=${password}]`,
    ]),
  );
}

/** Kafka fetches keys only from URLs that are listed. */
export function allowedUrls({ tokens }: KafkaAuthentication): string[] {
  return tokens ? [`-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${tokens.jwksUrl}`] : [];
}

/** A PEM file as the value of a property. */
function inline(file: string): string {
  return readFileSync(file, 'utf8').trim().replaceAll('\n', '\\n');
}
