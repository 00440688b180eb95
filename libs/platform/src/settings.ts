import { z } from 'zod';
import { BadSettings, problemsOf } from './bad-settings.js';
import { brokerProblems } from './broker/broker-problems.js';
import { brokerSettings } from './broker/broker-settings.js';
import { duration } from './duration.js';
import { httpSettings } from './http/http-settings.js';
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
  ...brokerSettings.shape,
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
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be IP addresses or networks')))
    .optional()
    .meta({
      description:
        'IP addresses or networks (`10.0.0.0/8`) of the reverse proxies in front of the service, comma separated. The client address in logs, audit trail and request origins is then taken from their `X-Forwarded-For`. Default: none, the address of the connection',
    }),
  ...httpSettings.shape,
  HOST: z.string().default('0.0.0.0').meta({ description: 'Address to listen on' }),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .meta({ description: 'Lowest level that is logged' }),
  ...identitySettings.shape,
  ...quotaSettings.shape,
  IDEMPOTENCY_RETENTION: duration
    .pipe(z.number().min(3_600_000, 'must be from 1h to 30d').max(2_592_000_000, 'must be from 1h to 30d'))
    .prefault('24h')
    .meta({
      description:
        'How long the responses to requests with an `Idempotency-Key` are kept, so that a repeated request has no second effect. They are deleted within six hours after that. Longer than your clients retry',
    }),
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
  // An instance that is alone looks at its leases every 5 s.
  LEASE_MS: z.coerce.number().int().min(6_000).max(300_000).default(15_000).meta({
    description:
      'How long in milliseconds the messages and effects of an instance that died wait until another one takes them over. If it is short, an instance that is only slow loses them, too, and they are sent again',
  }),
  GATHER_MS: z.coerce.number().min(0).max(200).default(20).meta({
    description:
      'Longest time in milliseconds that a busy service waits to collect more messages into a batch, fetch or send. It waits as long as the last one took; an idle service does not wait',
  }),
  REQUEST_DEADLINE_MS: z.coerce.number().int().min(100).max(120_000).default(15_000).meta({
    description:
      'Longest time in milliseconds until a request has its response, counted from the end of its body. After it the response is 503 `DEADLINE_EXCEEDED`. The seconds of `Prefer: wait` are added; streams that have begun and work without a deadline, which its description says, go on',
  }),
  RECEIVE_TIMEOUT_MS: z.coerce.number().int().min(100).max(86_400_000).default(300_000).meta({
    description:
      'Longest time in milliseconds in which a request arrives with its whole body. After it the response is 408 `REQUEST_TIMEOUT`, and the connection is closed. The headers have 60 s of it. A feed is only read as fast as it is handled: raise it for long imports',
  }),
  SHUTDOWN_DELAY_MS: z.coerce.number().int().min(0).max(15_000).default(1_000).meta({
    description:
      'How long the service keeps serving requests after SIGTERM, while `/health/ready` reports `stopping`. Set it to more than twice the probe interval of your load balancer',
  }),
});

export type CommonSettings = z.infer<typeof commonSettings>;

/** Parses the environment at the start. Empty variables count as absent. Throws BadSettings. */
export function parseSettings<Shape extends z.ZodRawShape>(
  service: string,
  own: z.ZodObject<Shape>,
  environment: Readonly<Record<string, string | undefined>>,
): CommonSettings & z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const common = commonSettings.safeParse(present);
  const specific = own.safeParse(present);
  const problems = [
    ...problemsOf(common.error, present),
    ...problemsOf(specific.error, present),
    ...identityProblems(present),
    ...brokerProblems(present),
    ...databaseProblems(present),
  ];
  if (problems.length > 0) throw BadSettings.because(`the ${service} service cannot start`, problems);
  return { ...common.data!, ...specific.data! };
}

/** TLS without verification does not protect from a machine that answers in place of the server. */
function databaseProblems(present: Readonly<Record<string, string | undefined>>): string[] {
  if (present['NODE_ENV'] !== 'production') return [];
  return ['DATABASE_URL', 'DATABASE_OWNER_URL']
    .filter((name) => /[?&]sslmode=no-verify\b/.test(present[name] ?? ''))
    .map(
      (name) =>
        `${name} has sslmode=no-verify: with NODE_ENV=production, use sslmode=verify-full and sslrootcert`,
    );
}
