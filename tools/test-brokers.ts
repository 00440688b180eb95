// `npm run test:brokers`: runs the suite of all brokers on real servers, and then tests in which consumers and servers are killed.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CertificateAuthority, startEmbeddedRabbit, startEmbeddedRedis, startStack } from '@waybill/testing';
import { type Counts, killBrokerUnderLoad } from './brokers/kill-broker-under-load.js';

const MESSAGES = 10_000;
const KEYS = 200;
const hook = fileURLToPath(new URL('source.mjs', import.meta.url));
// The consumers are child processes that load the same sources.
process.execArgv = ['--conditions=@waybill/source', '--import', hook, '--no-warnings'];

interface Server {
  readonly url: string;
  /** Absent for a server that this process did not start. */
  readonly restart?: () => Promise<void>;
  stop(): Promise<void>;
}

function given(url: string): Server {
  return { url, stop: () => Promise.resolve() };
}

async function kafka(): Promise<Server> {
  const stack = await startStack();
  if (!stack.kafkaBrokers) {
    await stack.stop();
    throw new Error(stack.kafkaMissing ?? 'Kafka is missing');
  }
  const { kafka: own } = stack;
  const restart = own ? { restart: () => own.kill().then(() => own.restart()) } : {};
  return { url: `kafka://${stack.kafkaBrokers}`, stop: () => stack.stop(), ...restart };
}

async function embedded(start: () => ReturnType<typeof startEmbeddedRedis>): Promise<Server> {
  const server = await start();
  const restart = () => server.kill().then(() => server.restart());
  return { url: server.url, restart, stop: () => server.stop() };
}

const { AMQP_URL, REDIS_URL } = process.env;
const SERVERS = {
  RabbitMQ: () => (AMQP_URL ? Promise.resolve(given(AMQP_URL)) : embedded(startEmbeddedRabbit)),
  Redis: () => (REDIS_URL ? Promise.resolve(given(REDIS_URL)) : embedded(startEmbeddedRedis)),
  Kafka: kafka,
};

function suite(environment: Record<string, string>): Promise<boolean> {
  const [node, setup] = [process.execPath, fileURLToPath(new URL('setup.mjs', import.meta.url))];
  const specs = ['libs/messaging/src/broker.int.spec.ts', 'libs/platform/src/quotas/rate-limits.spec.ts'];
  const child = spawn(node, [setup, 'test', ...specs], {
    stdio: 'inherit',
    env: { ...process.env, ...environment },
  });
  return new Promise((resolve) => child.once('exit', (code) => resolve(code === 0)));
}

/** The suite on servers that require TLS, a client certificate and a password. */
async function suiteWithTls(): Promise<boolean> {
  const authority = new CertificateAuthority();
  const client = authority.issue('client');
  const { ca } = authority;
  const options = { tls: { ca, server: authority.issue('server'), client }, password: 'a-password' };
  const [rabbit, redis] = await Promise.all([startEmbeddedRabbit(options), startEmbeddedRedis(options)]);
  try {
    return await suite({
      WAYBILL_TEST_AMQP: rabbit.url,
      WAYBILL_TEST_REDIS: redis.url,
      WAYBILL_TEST_TLS: JSON.stringify({ ca, ...client }),
    });
  } finally {
    await Promise.all([rabbit.stop(), redis.stop()]);
  }
}

function tell(name: string, { lost, doubled, disordered, seconds }: Counts): void {
  const figures = `${lost} lost, ${disordered} out of order, ${doubled} handled again, ${seconds.toFixed(1)} s`;
  console.log(`  ${name.padEnd(10)}${figures}`);
}

async function run(): Promise<boolean> {
  const servers = new Map<string, Server>();
  try {
    for (const [name, start] of Object.entries(SERVERS)) servers.set(name, await start());
    let good = await suite({
      WAYBILL_TEST_AMQP: servers.get('RabbitMQ')!.url,
      WAYBILL_TEST_REDIS: servers.get('Redis')!.url,
    });
    if (!AMQP_URL && !REDIS_URL) good = (await suiteWithTls()) && good;
    console.log(`\n${MESSAGES} messages of ${KEYS} keys; one consumer and the server are killed (SIGKILL):`);
    for (const [name, { url, restart }] of servers) {
      const found = await killBrokerUnderLoad({
        url,
        messages: MESSAGES,
        keys: KEYS,
        ...(restart && { restart }),
      });
      tell(name, found);
      good &&= found.lost === 0 && found.disordered === 0;
    }
    console.log('The same with consumers that acknowledge too early, which must lose messages:');
    await Promise.all(
      [...servers].map(async ([name, { url }]) => {
        // Longer than the time after which the broker reassigns the partitions of a killed consumer.
        const naive = await killBrokerUnderLoad({
          url,
          messages: 1_500,
          keys: KEYS,
          mode: 'early',
          waitMs: 16_000,
        });
        tell(name, naive);
        good &&= naive.lost > 0;
      }),
    );
    return good;
  } finally {
    for (const server of servers.values()) await server.stop();
  }
}

process.exit(
  await run().then(
    (good) => (good ? 0 : 1),
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    },
  ),
);
