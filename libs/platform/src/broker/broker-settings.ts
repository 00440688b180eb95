import { BROKER_URL, BROKER_URLS } from '@waybill/messaging';
import { z } from 'zod';

/** Settings of the message broker. */
export const brokerSettings = z.object({
  BROKER_URL: z
    .string()
    .regex(BROKER_URL, `must be ${BROKER_URLS}`)
    .optional()
    .meta({
      description: `Message broker: ${BROKER_URLS}; \`memory://\` works within one process only. See [brokers](brokers.md)`,
    }),
  BROKER_TLS_CA: z.string().optional().meta({
    description:
      'For `amqps://` and `rediss://`: PEM file with the CAs that sign the certificate of the broker. Without it the CAs that Node trusts are used. See [TLS](transport.md#tls-to-rabbitmq-and-redis)',
  }),
  BROKER_TLS_CERT: z.string().optional().meta({
    description:
      'For `amqps://` and `rediss://`: PEM file with the client certificate. Requires `BROKER_TLS_KEY`',
  }),
  BROKER_TLS_KEY: z
    .string()
    .optional()
    .meta({ description: 'PEM file with the private key of `BROKER_TLS_CERT`, not encrypted' }),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^,:@\s]+:\d+(,[^,:@\s]+:\d+)*$/, 'must be host:port, comma separated')
    .optional()
    .meta({ description: 'Synonym of `BROKER_URL=kafka://…`. The service does not start if both are set' }),
  KAFKA_TLS: z.enum(['true', 'false']).default('false').meta({
    description:
      'Connect to Kafka with TLS. See [Kafka with TLS and authentication](brokers.md#kafka-with-tls-and-authentication)',
  }),
  KAFKA_TLS_CA: z.string().optional().meta({
    description:
      'PEM file with the CAs that sign the certificates of the brokers. Without it the CAs that Node trusts are used',
  }),
  KAFKA_TLS_CERT: z.string().optional().meta({
    description:
      'PEM file with the client certificate, for mutual TLS. Requires `KAFKA_TLS_KEY`. The files are read for each connection, so a renewed certificate needs no restart',
  }),
  KAFKA_TLS_KEY: z
    .string()
    .optional()
    .meta({ description: 'PEM file with the private key of `KAFKA_TLS_CERT`, not encrypted' }),
  KAFKA_SASL_MECHANISM: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512', 'OAUTHBEARER']).optional().meta({
    description:
      'How the service authenticates to Kafka. `PLAIN` and `SCRAM` require `KAFKA_SASL_USERNAME` and `KAFKA_SASL_PASSWORD`, `OAUTHBEARER` requires the `KAFKA_OAUTH_` settings. With `NODE_ENV=production`, `PLAIN` and `OAUTHBEARER` require `KAFKA_TLS=true`',
  }),
  KAFKA_SASL_USERNAME: z.string().optional().meta({ description: 'User of this service at Kafka' }),
  KAFKA_SASL_PASSWORD: z.string().optional().meta({ description: 'Password of `KAFKA_SASL_USERNAME`' }),
  KAFKA_OAUTH_TOKEN_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        'Token endpoint of the authorization server, for `OAUTHBEARER`. The service requests tokens with the client credentials grant, and a new one before the last one expires. With `NODE_ENV=production` it must be `https`',
    }),
  KAFKA_OAUTH_CLIENT_ID: z
    .string()
    .optional()
    .meta({ description: 'Client id of this service at the authorization server' }),
  KAFKA_OAUTH_CLIENT_SECRET: z.string().optional().meta({ description: 'Secret of `KAFKA_OAUTH_CLIENT_ID`' }),
  KAFKA_OAUTH_SCOPE: z
    .string()
    .optional()
    .meta({ description: 'Scopes to request, separated by spaces, if the authorization server needs them' }),
  KAFKA_OAUTH_EXTENSIONS: z
    .string()
    .regex(/^[A-Za-z]+=[^,=\s]+(,[A-Za-z]+=[^,=\s]+)*$/, 'must be name=value, comma separated')
    .optional()
    .meta({
      description:
        'SASL extensions that are sent with the token: `logicalCluster=lkc-1,identityPoolId=pool-1` for Confluent Cloud',
    }),
  KAFKA_SESSION_MS: z.coerce.number().int().min(1_000).max(300_000).default(10_000).meta({
    description:
      'How long in milliseconds an instance that died or fell silent keeps its Kafka partitions. Kafka allows 6000 or more unless its `group.min.session.timeout.ms` is lower',
  }),
  KAFKA_COMPRESSION: z.enum(['gzip', 'none']).default('gzip').meta({
    description:
      'How messages are compressed on their way to Kafka and in its topics. Every Kafka client reads gzip; `none` saves a little CPU and stores two to three times as many bytes',
  }),
  KAFKA_CLIENT: z.enum(['kafkajs', 'platformatic']).default('kafkajs').meta({
    description:
      'The library that speaks to Kafka. `platformatic` is `@platformatic/kafka`; see [brokers](brokers.md)',
  }),
});

export type BrokerSettings = z.infer<typeof brokerSettings>;
