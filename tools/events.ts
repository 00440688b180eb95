import { parseArgs } from 'node:util';
import { messagesOf } from './events/find.js';
import { linesOf } from './events/lines.js';
import { treesOf } from './events/tree.js';
import { whichBroker } from './events/which-broker.js';

const USAGE = `npm run events -- <command>
  trace --order ID [--brokers host:port]
      prints every command and event of an order under what caused it, over all services
  replay --consumer GROUP --from TIME|OFFSET [--dry-run] [--accept]
      makes the view of a stopped service anew from what its topics keep; with the service's own settings
      (DATABASE_URL, DATABASE_OWNER_URL, BROKER_URL, …). See docs/runbook.md
  after-restore [--database URL]
      after a dump of the order service's database was restored: makes its events readable on this server, before new ones.
      The owner's URL; DATABASE_OWNER_URL when it is absent. See docs/event-sourcing.md
Everywhere: --json`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    order: { type: 'string' },
    brokers: { type: 'string' },
    consumer: { type: 'string' },
    from: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    accept: { type: 'boolean', default: false },
    database: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

async function events(): Promise<number> {
  const { order, consumer, from } = values;
  if (positionals.join() === 'trace' && order) return trace(order);
  if (positionals.join() === 'replay' && consumer && from) return replayView(consumer, from);
  if (positionals.join() === 'after-restore') return restored(values.database);
  console.error(USAGE);
  return 64;
}

async function trace(order: string): Promise<number> {
  const brokers = await whichBroker(values.brokers);
  const messages = await messagesOf(brokers, order).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the topics at ${brokers} could not be read: ${reason}`);
  });
  if (messages.length === 0) {
    console.error(`No message at ${brokers} is about an order ${order}.`);
    return 1;
  }
  const trees = treesOf(messages);
  console.log(values.json ? JSON.stringify(trees, null, 2) : linesOf(trees).join('\n'));
  return 0;
}

async function replayView(consumer: string, from: string): Promise<number> {
  // The services' code is only loaded for this.
  const { replayed, reportOf } = await import('./events/replay.js');
  const dryRun = values['dry-run'];
  const done = await replayed({ consumer, from, dryRun, accept: values.accept });
  console.log(values.json ? JSON.stringify(done, null, 2) : reportOf(done, dryRun));
  return done.replaced || dryRun ? 0 : 1;
}

async function restored(url = process.env['DATABASE_OWNER_URL']): Promise<number> {
  if (!url) throw new Error('Which database? Give --database, or DATABASE_OWNER_URL: the URL of its owner.');
  const { madeReadable, restoredLine } = await import('./events/after-restore.js');
  const done = await madeReadable(url);
  console.log(values.json ? JSON.stringify(done, null, 2) : restoredLine(done));
  return 0;
}

process.exitCode = await events().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
