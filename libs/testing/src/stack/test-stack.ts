import { randomBytes } from 'node:crypto';

/** How `npm test` tells the specs where its stack is. */
export const TEST_DATABASE_URL = 'WAYBILL_TEST_DATABASE_URL';
export const TEST_KAFKA = 'WAYBILL_TEST_KAFKA';
export const TEST_KAFKA_MISSING = 'WAYBILL_TEST_KAFKA_MISSING';

/** Admin address of the Postgres of this test run. Throws one line if there is none. */
export function testDatabaseUrl(): string {
  return (
    process.env[TEST_DATABASE_URL] || fail(`This spec needs Postgres, which \`npm test\` starts: ${hint()}.`)
  );
}

/** `host:port[,host:port]` of the Kafka of this test run. Throws one line that says what to install if there is none. */
export function kafkaBrokers(): string {
  const missing =
    process.env[TEST_KAFKA_MISSING] || `This spec needs Kafka, which \`npm test\` starts: ${hint()}.`;
  return process.env[TEST_KAFKA] || fail(missing);
}

/** A name that no other spec has, for what a test run shares: topics, consumer groups. */
export function uniqueName(prefix: string): string {
  return `${prefix}-${randomBytes(4).toString('hex')}`;
}

function hint(): string {
  return 'run `npm test` at the root of the repository (`npm test -- libs/outbox` for one folder)';
}

function fail(message: string): never {
  const error = new Error(message);
  // one line in the report: where the helper was called says nothing about what is missing
  error.stack = message;
  throw error;
}
