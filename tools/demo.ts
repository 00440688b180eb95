import { LISTENERS } from '@waybill/contracts';
import { type Platform, forgetPlace, leavePlace, startPlatform } from '@waybill/shop';
import { type Say, type Stack, startStack, token } from '@waybill/testing';
import { demo as command } from './commands/run.js';
import { type ChosenBroker, chooseBroker } from './demo/broker.js';
import { ownGateway } from './demo/gateway.js';
import { seed, tell } from './demo/story.js';

const values = command.opts();
const started = performance.now();
const since = (): string => `${((performance.now() - started) / 1_000).toFixed(1)} s`;
const say: Say = (line) => console.log(`  ${line}`);

type Running = Pick<Platform, 'urls' | 'auditUrls' | 'stop'> & Partial<Pick<Platform, 'startListener'>>;

async function start(stack: Stack, chosen: ChosenBroker | undefined): Promise<Running> {
  const inMemory = chosen ? chosen.url === 'memory://' : !stack.kafkaBrokers;
  if (!inMemory) {
    const { SCHEMA_REGISTRY_URL } = process.env;
    const environment = {
      ...(chosen && { KAFKA_BROKERS: '', BROKER_URL: chosen.url }),
      ...(SCHEMA_REGISTRY_URL && { SCHEMA_REGISTRY_URL }),
    };
    const environments = { payment: ownGateway(process.env) };
    return startPlatform({
      stack,
      say,
      documentedPorts: true,
      restartKilled: true,
      environment,
      environments,
    });
  }
  const why = chosen ? 'memory:// reaches no other process' : 'No Kafka here';
  say(`${why}: all services run in this one process on an in-memory broker.`);
  // Imported only here, because the code of the apps is not needed if they run as separate processes.
  const { startInProcess } = await import('./demo/in-process.js');
  return startInProcess(stack);
}

async function demo(): Promise<number> {
  console.log('Waybill demo\n');
  const { STRIPE_API_BASE } = ownGateway(process.env);
  if (STRIPE_API_BASE) say(`The payment gateway is ${STRIPE_API_BASE}`);
  const chosen = await chooseBroker(values.broker);
  if (chosen) say(`The broker is ${chosen.url.replace(/\/\/.*@/, '//')}`);
  const stack = await startStack({ say, broker: chosen ? 'none' : 'kafka' }).catch(async (error: unknown) => {
    await chosen?.stop();
    throw error;
  });
  let running: Running | undefined;
  const stop = async (): Promise<void> => {
    forgetPlace();
    await running?.stop();
    await Promise.all([stack.stop(), chosen?.stop()]);
  };
  try {
    running = await start(stack, chosen);
    const { databaseUrl, kafkaBrokers } = stack;
    const brokerUrl = chosen?.url ?? (kafkaBrokers ? `kafka://${kafkaBrokers}` : undefined);
    leavePlace({
      auditUrl: running.auditUrls.order,
      ownerUrl: databaseUrl,
      brokerUrl: brokerUrl === 'memory://' ? undefined : brokerUrl,
    });
    say(`All services and the sandbox are ready after ${since()}`);
    await seed(running);
    say('Listed and stocked three products; placed four orders');
    let first = true;
    const endings = await tell(running, () => {
      if (first) say(`First order confirmed after ${since()}`);
      first = false;
    });
    for (const { text } of endings) console.log(`\n${text}`);
    const good = endings.every(({ asExpected }) => asExpected);
    if (!values.once) {
      // Started last, so that no order waits for it. It reads the topics from the beginning, so it still counts all orders.
      for (const name of LISTENERS) await running.startListener?.(name);
      await showWays(running);
      await interrupted();
      console.log('\nStopping…');
    }
    return good ? 0 : 1;
  } finally {
    await stop();
  }
}

async function showWays({ urls }: Running): Promise<void> {
  const bearer = await token({ sub: 'ada', name: 'Ada Lovelace', email: 'ada@example.com' });
  console.log(`
Try it yourself (Ctrl-C ends):
  order API      ${urls.order}/docs
  the others     ${urls.inventory}/docs  ${urls.payment}/docs  ${urls.shipping}/docs  ${urls.notification}/docs
                 ${LISTENERS.map((name) => `${urls[name]}/docs`).join('  ')} (only listens)
  the mails      ${urls.inbox}
  health         ${urls.order}/health/ready      metrics  ${urls.order}/metrics

  curl -s ${urls.order}/v1/orders -H 'Authorization: Bearer ${bearer}'`);
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    // Keeps the process alive, because the services do not.
    const waiting = setInterval(() => undefined, 1 << 30);
    const end = (): void => {
      clearInterval(waiting);
      resolve();
    };
    process.once('SIGINT', end).once('SIGTERM', end);
  });
}

process.exit(
  await demo().catch((error: unknown) => {
    console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }),
);
