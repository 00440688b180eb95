import { parseArgs } from 'node:util';
import { messagesOf } from './events/find.js';
import { linesOf } from './events/lines.js';
import { treesOf } from './events/tree.js';
import { whichBroker } from './events/which-broker.js';

const USAGE = `npm run events -- trace --order ID [--json] [--brokers host:port]
  prints every command and event of an order under what caused it, over all services`;

async function events(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      order: { type: 'string' },
      json: { type: 'boolean', default: false },
      brokers: { type: 'string' },
    },
  });
  if (positionals.join() !== 'trace' || !values.order) {
    console.error(USAGE);
    return 64;
  }
  const brokers = await whichBroker(values.brokers);
  const messages = await messagesOf(brokers, values.order).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the topics at ${brokers} could not be read: ${reason}`);
  });
  if (messages.length === 0) {
    console.error(`No message at ${brokers} is about an order ${values.order}.`);
    return 1;
  }
  const trees = treesOf(messages);
  console.log(values.json ? JSON.stringify(trees, null, 2) : linesOf(trees).join('\n'));
  return 0;
}

process.exitCode = await events().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
