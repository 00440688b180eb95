import { SERVICES } from '@waybill/contracts';
import { type Place, type ServiceName, onDocumentedPorts, startPlatform } from '@waybill/shop';
import { startStack } from '@waybill/testing';
import { dev as command } from './commands/run.js';
import { interrupted } from './demo/interrupted.js';
import { StartBoard } from './demo/start-board.js';
import { seed } from './demo/story.js';

const [service] = command.processedArgs;
if (!SERVICES.includes(service as ServiceName))
  command.error(`${service} is not one of ${SERVICES.join(', ')}`);
const watch = service as ServiceName;
const { wait } = command.opts();
if (wait !== undefined) process.env['START_TIMEOUT'] = String(wait);
const board = new StartBoard(process.stdout);
const say = (line: string): void => board.say(line);

async function dev(place: Place): Promise<number> {
  const stack = await startStack({ say, progress: board });
  try {
    if (!stack.kafkaBrokers) throw new Error(stack.kafkaMissing ?? 'Kafka is missing');
    board.next();
    const options = {
      documentedPorts: true,
      watch,
      onRestart: (ready: Promise<void>) => void restarted(ready),
    };
    const platform = await startPlatform({ stack, say, progress: board, ...options });
    const { order: auditUrl } = platform.auditUrls;
    place.tell({ auditUrl, ownerUrl: stack.databaseUrl, brokerUrl: `kafka://${stack.kafkaBrokers}` });
    await seed(platform);
    board.end();
    console.log(`
  ${watch} runs in watch mode at ${platform.urls[watch].replace('127.0.0.1', 'localhost')}/docs and restarts when you save a file.
  Its log: tail -f ${platform.processes.get(watch)!.logFile}
  Ctrl-C stops it.`);
    await interrupted();
    await platform.stop();
    return 0;
  } finally {
    board.end();
    await stack.stop();
  }
}

async function restarted(ready: Promise<void>): Promise<void> {
  const started = performance.now();
  say(`${watch} restarts`);
  try {
    await ready;
    say(`${watch} is ready again after ${((performance.now() - started) / 1_000).toFixed(1)} s`);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
  }
}

process.exit(
  await onDocumentedPorts(`npm run dev -- ${watch}`, dev).catch((error: unknown) => {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }),
);
