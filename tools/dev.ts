import { SERVICES } from '@waybill/contracts';
import { type ServiceName, commandLine, startPlatform, wrongUsage } from '@waybill/shop';
import { startStack } from '@waybill/testing';
import { seed } from './demo/story.js';

const USAGE = `npm run dev -- SERVICE: runs one service in watch mode and the others beside it; Ctrl-C stops them
  SERVICE   ${SERVICES.join(', ')}`;
const [service] = commandLine(USAGE, { allowPositionals: true }).positionals;
if (!SERVICES.includes(service as ServiceName)) wrongUsage('Name a SERVICE.', USAGE);
const watch = service as ServiceName;
const say = (line: string): void => console.log(`  ${line}`);
const stack = await startStack({ say });
if (!stack.kafkaBrokers) {
  console.error(stack.kafkaMissing);
  await stack.stop();
  process.exit(1);
}
const platform = await startPlatform({ stack, say, documentedPorts: true, watch });
await seed(platform);
console.log(`
  ${watch} runs in watch mode at ${platform.urls[watch]}/docs and restarts when you save a file.
  Its log: tail -f ${platform.processes.get(watch)!.logFile}
  Ctrl-C stops it.`);
const waiting = setInterval(() => undefined, 1 << 30);
await new Promise<void>((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve));
clearInterval(waiting);
await platform.stop();
await stack.stop();
process.exit(0);
