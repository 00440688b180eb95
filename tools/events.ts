import { messagesOf } from './events/find.js';
import { linesOf } from './events/lines.js';
import { treesOf } from './events/tree.js';
import { whichBroker } from './events/which-broker.js';
import { actingUser, commandLine, wrongUsage } from '@waybill/shop';

const USAGE = `npm run events -- <command>
  trace --order ID [--brokers host:port]
      prints every command and event of an order as a tree of causes, across all services
  replay --consumer GROUP --from TIME|OFFSET [--dry-run] [--accept] [--as NAME]
      rebuilds the view of a stopped service from its topics. Needs the settings of the service
      (DATABASE_URL, DATABASE_OWNER_URL, BROKER_URL, …); see docs/runbook.md
  after-restore [--database URL]
      run after a dump of the order database was restored: makes its events readable on this server, before new ones
      URL of the owner, by default DATABASE_OWNER_URL; see docs/event-sourcing.md
All commands: --json`;

const { values, positionals } = commandLine(USAGE, {
  allowPositionals: true,
  options: {
    order: { type: 'string' },
    brokers: { type: 'string' },
    consumer: { type: 'string' },
    from: { type: 'string' },
    'dry-run': { type: 'boolean', default: false },
    accept: { type: 'boolean', default: false },
    as: { type: 'string' },
    database: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

async function events(): Promise<number> {
  const { order, consumer, from } = values;
  if (positionals.join() === 'trace' && order) return trace(order);
  if (positionals.join() === 'replay' && consumer && from) return replayView(consumer, from);
  if (positionals.join() === 'after-restore') return restored(values.database);
  return wrongUsage(
    positionals.length > 0
      ? `"${positionals.join(' ')}" is not a command, or misses an option.`
      : 'Name a command.',
    USAGE,
  );
}

async function trace(order: string): Promise<number> {
  const brokers = await whichBroker(values.brokers);
  const messages = await messagesOf(brokers, order).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot read the topics at ${brokers}: ${reason}`);
  });
  if (messages.length === 0) {
    console.error(`There is no message of order ${order} at ${brokers}.`);
    return 1;
  }
  const trees = treesOf(messages);
  console.log(values.json ? JSON.stringify(trees, null, 2) : linesOf(trees).join('\n'));
  return 0;
}

async function replayView(consumer: string, from: string): Promise<number> {
  // Imported only here, because other commands do not need the code of the services.
  const { replayed, reportOf } = await import('./events/replay.js');
  const dryRun = values['dry-run'];
  const done = await replayed({ consumer, from, dryRun, accept: values.accept, by: actingUser(values.as) });
  console.log(values.json ? JSON.stringify(done, null, 2) : reportOf(done, dryRun));
  return done.replaced || dryRun ? 0 : 1;
}

async function restored(url = process.env['DATABASE_OWNER_URL']): Promise<number> {
  if (!url) throw new Error('Set --database or DATABASE_OWNER_URL to the URL of the database’s owner.');
  const { madeReadable, restoredLine } = await import('./events/after-restore.js');
  const done = await madeReadable(url);
  console.log(values.json ? JSON.stringify(done, null, 2) : restoredLine(done));
  return 0;
}

process.exitCode = await events().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
