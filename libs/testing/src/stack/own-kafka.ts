import { startEmbeddedKafka } from './embedded-kafka.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.js';
import { MissingDependency } from './missing-dependency.js';
import type { Stack } from './stack.js';
import { kafkaBrokers, testDatabaseUrl } from './test-stack.js';

/**
 * The Postgres of the test run and a Kafka for one spec alone: the services of two specs on one Kafka would be members of the same
 * groups and receive only half of their messages. If none can be started, it is that of the test run; then run such specs one by one.
 */
export async function stackWithOwnKafka(): Promise<Stack> {
  const own = await startEmbeddedKafka().catch((error: unknown) => {
    if (error instanceof MissingDependency) return null;
    throw error;
  });
  return {
    databaseUrl: testDatabaseUrl(),
    postgres: null,
    kafka: own,
    kafkaMissing: null,
    kafkaBrokers: own?.brokers ?? kafkaBrokers(),
    stop: async () => own?.stop(),
  };
}

/** A Postgres, too, that the spec may stop at once. */
export async function stackWithOwnServers(): Promise<Stack & { readonly postgres: EmbeddedPostgres }> {
  const [stack, postgres] = await Promise.all([stackWithOwnKafka(), startEmbeddedPostgres()]);
  const stop = async (): Promise<void> => void (await Promise.all([stack.stop(), postgres.stop()]));
  return { ...stack, databaseUrl: postgres.url, postgres, stop };
}
