import { rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { LISTENERS } from '@waybill/contracts';
import { type Place, type Platform, onDocumentedPorts, startPlatform } from '@waybill/shop';
import { ROOT, type Stack, startStack } from '@waybill/testing';
import { demo as command } from './commands/run.js';
import { type ChosenBroker, chooseBroker } from './demo/broker.js';
import { ownGateway } from './demo/gateway.js';
import { interrupted } from './demo/interrupted.js';
import { StartBoard } from './demo/start-board.js';
import { seed, tell } from './demo/story.js';
import { whatToTry } from './demo/what-to-try.js';

/** Where `--keep` keeps the data of Postgres, Kafka and the sandbox. */
const KEPT = join(ROOT, '.waybill', 'data');

const { once, keep, reset, broker, wait } = command.opts();
const brokerName = command.getOptionValueSource('broker') === 'cli' ? broker : undefined;
if (wait !== undefined) process.env['START_TIMEOUT'] = String(wait);
const started = performance.now();
const since = (): string => `${((performance.now() - started) / 1_000).toFixed(1)} s`;
const board = new StartBoard(process.stdout);
const say = (line: string): void => board.say(line);

type Running = Pick<Platform, 'urls' | 'auditUrls' | 'stop'> & Partial<Pick<Platform, 'startListener'>>;

async function start(stack: Stack, chosen: ChosenBroker | undefined): Promise<Running> {
  const inMemory = chosen ? chosen.url === 'memory://' : !stack.kafkaBrokers;
  if (!inMemory) {
    const { SCHEMA_REGISTRY_URL } = process.env;
    const environment = {
      ...(chosen && { KAFKA_BROKERS: '', BROKER_URL: chosen.url }),
      ...(SCHEMA_REGISTRY_URL && { SCHEMA_REGISTRY_URL }),
    };
    const environments = {
      payment: ownGateway(process.env),
      sandbox: keep ? { SANDBOX_DATA: join(KEPT, 'sandbox.json') } : {},
    };
    return startPlatform({
      stack,
      say,
      progress: board,
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
  return onDocumentedPorts('npm run demo', onServers).finally(() => board.end());
}

async function onServers(place: Place): Promise<number> {
  if (reset) rmSync(KEPT, { recursive: true, force: true });
  const chosen = await chooseBroker(brokerName);
  if (keep && chosen) throw new Error('--keep keeps the data of Kafka: use it without another broker');
  if (chosen) say(`The broker is ${chosen.url.replace(/\/\/.*@/, '//')}`);
  const dataFolder = keep ? KEPT : undefined;
  const stack = await startStack({
    say,
    progress: board,
    dataFolder,
    broker: chosen ? 'none' : 'kafka',
  }).catch(async (error: unknown) => {
    await chosen?.stop();
    throw error;
  });
  let running: Running | undefined;
  try {
    if (keep && stack.kafkaMissing) throw new Error(`--keep needs Kafka. ${stack.kafkaMissing}`);
    board.next();
    running = await start(stack, chosen);
    board.next();
    const { databaseUrl, kafkaBrokers } = stack;
    const brokerUrl = chosen?.url ?? (kafkaBrokers ? `kafka://${kafkaBrokers}` : undefined);
    place.tell({
      auditUrl: running.auditUrls.order,
      ownerUrl: databaseUrl,
      brokerUrl: brokerUrl === 'memory://' ? undefined : brokerUrl,
    });
    say(`All services and the sandbox are ready after ${since()}`);
    return await withOrders(running);
  } finally {
    board.end();
    await running?.stop();
    await Promise.all([stack.stop(), chosen?.stop()]);
  }
}

async function withOrders(running: Running): Promise<number> {
  await seed(running);
  say('Listed and stocked three products; places four orders');
  let first = true;
  const onConfirmed = (): void => {
    if (first) say(`First order confirmed after ${since()}`);
    first = false;
  };
  const endings = await tell(running, onConfirmed, board);
  board.next();
  for (const { text } of endings) console.log(`\n${text}`);
  if (!once) {
    // Started last, so that no order waits for it. It reads the topics from the beginning, so it still counts all orders.
    console.log();
    for (const name of LISTENERS) await running.startListener?.(name);
    board.next();
    board.end();
    console.log(whatToTry(running.urls, dataLine()));
    await interrupted();
    console.log('\nStopping…');
  }
  return endings.every(({ asExpected }) => asExpected) ? 0 : 1;
}

function dataLine(): string {
  return keep
    ? `The data is kept in ${relative('', KEPT)}: the next npm run demo -- --keep goes on with it, and -- --reset forgets it.`
    : 'Ctrl-C ends it and forgets the data; npm run demo -- --keep keeps it.';
}

process.exit(
  await demo().catch((error: unknown) => {
    console.error(`\nThe demo failed: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }),
);
