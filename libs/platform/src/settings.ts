import { BROKER_URLS } from '@waybill/messaging';
import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);

/** Settings that every service reads from its environment. The descriptions are the text of docs/configuration.md. */
export const commonSettings = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).meta({
    description:
      'Postgres of this service, with the service’s own role: `postgres://user:password@host:5432/database`',
  }),
  DATABASE_OWNER_URL: z
    .url({ protocol: /^postgres(ql)?$/ })
    .optional()
    .meta({
      description:
        'The same database with its owner’s role: when given, the service brings its schema up to date at its start. Without it run `node dist/main.js migrate` with the owner’s URL as `DATABASE_URL`',
    }),
  BROKER_URL: z
    .string()
    .regex(/^((kafka|amqps?|rediss?):\/\/[^\s/]+\S*|memory:\/\/)$/, `must be ${BROKER_URLS}`)
    .optional()
    .meta({
      description: `Message broker: ${BROKER_URLS}; \`memory://\` is for one process only. See [brokers](brokers.md)`,
    }),
  KAFKA_BROKERS: z
    .string()
    .regex(/^[^,:\s]+:\d+(,[^,:\s]+:\d+)*$/, 'must be host:port, comma separated')
    .optional()
    .meta({ description: 'Synonym of `BROKER_URL=kafka://…`; setting both stops the start' }),
  SCHEMA_REGISTRY_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        'Confluent-compatible registry in which the messages’ schemas are registered at the start, with user and password where it asks for them; without it the repository is the registry. See [schema registry](schema-registry.md)',
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
        'What the registry asks of a message’s next schema; a subject that has a rule of its own keeps it',
    }),
  PORT: port.optional().meta({ description: 'HTTP port; each service has its own default' }),
  HOST: z.string().default('0.0.0.0').meta({ description: 'Address to listen on' }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .meta({ description: 'Lowest level that is logged' }),
  JWKS_URL: z
    .url()
    .optional()
    .meta({ description: 'Keys of the identity provider that signs the bearer tokens' }),
  JWT_KEY: z.string().min(32, 'must have at least 32 characters').optional().meta({
    description: 'Shared HS256 key for development, at least 32 characters; give this or `JWKS_URL`',
  }),
  JWT_ISSUER: z.string().optional().meta({ description: 'Required `iss` of the tokens' }),
  JWT_AUDIENCE: z.string().optional().meta({ description: 'Required `aud` of the tokens' }),
  TOPIC_PARTITIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .default(6)
    .meta({ description: 'Partitions of each topic that is made' }),
  TOPIC_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(13)
    .default(7)
    .meta({ description: 'Days that a topic keeps its messages; below the 14 days that claims are kept' }),
  OUTBOX_RELAY: z.enum(['polling', 'replication', 'off']).default('polling').meta({
    description:
      'Who publishes the outbox: this process by looking, this process from the WAL, or somebody else from the WAL (Debezium); see docs/cdc.md before changing it',
  }),
  GATHER_MS: z.coerce.number().min(0).max(200).default(20).meta({
    description:
      'Under load each set, batch and fetch waits for more as long as the last one took, at most so many milliseconds; an idle service never waits',
  }),
  SHUTDOWN_DELAY_MS: z.coerce.number().int().min(0).max(15_000).default(1_000).meta({
    description:
      'After SIGTERM the service says `stopping` on `/health/ready` and goes on answering for at least so long: set it to more than twice the time between two looks of your balancer',
  }),
});

export type CommonSettings = z.infer<typeof commonSettings>;

/** One line per setting that is missing or wrong, for a person at a terminal. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
  readonly code = 'BAD_SETTINGS';
}

/** Parses the environment once, at the start. An empty variable counts as absent. Throws BadSettings. */
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
  if (!present['JWKS_URL'] && !present['JWT_KEY']) problems.push('JWKS_URL or JWT_KEY is missing');
  if (present['JWKS_URL'] && present['JWT_KEY']) problems.push('JWKS_URL and JWT_KEY are both set: keep one');
  if (!present['BROKER_URL'] && !present['KAFKA_BROKERS'])
    problems.push('BROKER_URL or KAFKA_BROKERS is missing');
  if (present['BROKER_URL'] && present['KAFKA_BROKERS'])
    problems.push('BROKER_URL and KAFKA_BROKERS are both set: keep one');
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  - ${problem}`).join('\n');
    throw new BadSettings(`the ${service} service cannot start:\n${lines}\nSee docs/configuration.md.`);
  }
  return { ...common.data!, ...specific.data! };
}
