import { BROKER_URL, BROKER_URLS } from '@waybill/messaging';
import { z } from 'zod';
import { identityProblems, identitySettings } from './identity/identity-settings.js';
import { quotaSettings } from './quotas/quota-settings.js';

const port = z.coerce.number().int().min(0).max(65_535);

/** Settings that every service reads from its environment. The descriptions are the text of docs/configuration.md. */
export const commonSettings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).meta({
    description:
      'Postgres database of this service, with the service’s own role: `postgres://user:password@host:5432/database`',
  }),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta({
      description:
        'The same database with the role of its owner. If set, the service migrates the schema when it starts. Otherwise run `node dist/main.js migrate` with the owner’s URL as `DATABASE_URL`',
    }),
  BROKER_URL: z
    .string()
    .regex(BROKER_URL, `must be ${BROKER_URLS}`)
    .optional()
    .meta({
      description: `Message broker: ${BROKER_URLS}; \`memory://\` works within one process only. See [brokers](brokers.md)`,
    }),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^,:\s]+:\d+(,[^,:\s]+:\d+)*$/, 'must be host:port, comma separated')
    .optional()
    .meta({ description: 'Synonym of `BROKER_URL=kafka://…`. The service does not start if both are set' }),
  SCHEMA_REGISTRY_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        'Confluent-compatible schema registry, with user and password if it requires them. The service registers its message schemas when it starts. See [schema registry](schema-registry.md)',
    }),
  SCHEMA_COMPATIBILITY: z
    .enum([
      'NONE',
      'BACKWARD',
      'FORWARD',
      'FULL',
      'BACKWARD_TRANSITIVE',
      'FORWARD_TRANSITIVE',
      'FULL_TRANSITIVE',
    ])
    .default('FORWARD')
    .meta({
      description:
        'Compatibility level that the registry enforces for new schema versions. A subject with a level of its own keeps it',
    }),
  PORT: port.optional().meta({ description: 'HTTP port; each service has its own default' }),
  MANAGEMENT_PORT: port.optional().meta({
    description:
      'Port that alone serves `/metrics`, `/docs` and the details of `/health/ready`. Unset, the HTTP port serves them',
  }),
  HOST: z.string().default('0.0.0.0').meta({ description: 'Address to listen on' }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .meta({ description: 'Lowest level that is logged' }),
  ...identitySettings.shape,
  ...quotaSettings.shape,
  TOPIC_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(6)
    .meta({ description: 'Number of partitions of each topic that the service creates' }),
  TOPIC_RETENTION_DAYS: z.coerce.number().int().min(1).max(13).default(7).meta({
    description: 'Retention of the topics in days. Must be less than the 14 days for which claims are kept',
  }),
  OUTBOX_RELAY: z.enum(['polling', 'replication', 'off']).default('polling').meta({
    description:
      'Who publishes the outbox: `polling` and `replication` are relays in this process, which query the table or read the WAL; `off` leaves it to Debezium. Read [CDC](cdc.md) before changing it',
  }),
  GATHER_MS: z.coerce.number().min(0).max(200).default(20).meta({
    description:
      'Longest time in milliseconds that a busy service waits to collect more messages into a batch, fetch or send. It waits as long as the last one took; an idle service does not wait',
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
  SHUTDOWN_DELAY_MS: z.coerce.number().int().min(0).max(15_000).default(1_000).meta({
    description:
      'How long the service keeps serving requests after SIGTERM, while `/health/ready` reports `stopping`. Set it to more than twice the probe interval of your load balancer',
  }),
});

export type CommonSettings = z.infer<typeof commonSettings>;

/** Invalid or missing settings. The message has one line per setting. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
  readonly code = 'BAD_SETTINGS';
}

/** Parses the environment at the start. Empty variables count as absent. Throws BadSettings. */
export function parseSettings<Shape extends z.ZodRawShape>(
  service: string,
  own: z.ZodObject<Shape>,
  environment: Readonly<Record<string, string | undefined>>,
): CommonSettings & z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const common = commonSettings.safeParse(present);
  const specific = own.safeParse(present);
  const problems = [...(common.error?.issues ?? []), ...(specific.error?.issues ?? [])].map(
    ({ path, message, code }) => {
      const name = path.join('.');
      return present[name] === undefined && code === 'invalid_type'
        ? `${name} is missing`
        : `${name}: ${message}`;
    },
  );
  problems.push(...identityProblems(present));
  if (!present['BROKER_URL'] && !present['KAFKA_BROKERS'])
    problems.push('BROKER_URL or KAFKA_BROKERS is missing');
  if (present['BROKER_URL'] && present['KAFKA_BROKERS'])
    problems.push('BROKER_URL and KAFKA_BROKERS are both set: use one');
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  - ${problem}`).join('\n');
    throw new BadSettings(`the ${service} service cannot start:\n${lines}\nSee docs/configuration.md.`);
  }
  return { ...common.data!, ...specific.data! };
}
