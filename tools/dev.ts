import { SERVICES } from '@waybill/contracts';
import { type ServiceName, startPlatform } from '@waybill/shop';
import { startStack } from '@waybill/testing';
import { dev as command } from './commands/run.js';
import { seed } from './demo/story.js';

const [service] = command.processedArgs;
if (!SERVICES.includes(service as ServiceName))
  command.error(`${service} is not one of ${SERVICES.join(', ')}`);
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
