import { messagesOf } from './events/find.js';
import { linesOf } from './events/lines.js';
import { treesOf } from './events/tree.js';
import { whichBroker } from './events/which-broker.js';
import { actingUser } from '@waybill/shop';
import { dispatch } from './commands/called.js';
import { afterRestore, events, replayEvents, traceEvents } from './commands/operate.js';

const { json } = events.opts();

async function run(): Promise<number> {
  return dispatch({ trace, replay: replayView, 'after-restore': restored });
}

async function trace(): Promise<number> {
  const { order, brokers: given } = traceEvents.opts();
  const brokers = await whichBroker(given);
  const messages = await messagesOf(brokers, order).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`cannot read the topics at ${brokers}: ${reason}`);
  });
  if (messages.length === 0) {
    console.error(`There is no message of order ${order} at ${brokers}.`);
    return 1;
  }
  const trees = treesOf(messages);
  console.log(json ? JSON.stringify(trees, null, 2) : linesOf(trees).join('\n'));
  return 0;
}

async function replayView(): Promise<number> {
  // Imported only here, because other commands do not need the code of the services.
  const { replayed, reportOf } = await import('./events/replay.js');
  const { consumer, from, dryRun = false, accept = false, as } = replayEvents.opts();
  const done = await replayed({ consumer, from, dryRun, accept, by: actingUser(as) });
  console.log(json ? JSON.stringify(done, null, 2) : reportOf(done, dryRun));
  return done.replaced || dryRun ? 0 : 1;
}

async function restored(): Promise<number> {
  const { database: url = process.env['DATABASE_OWNER_URL'], as } = afterRestore.opts();
  if (!url) throw new Error('Set --database or DATABASE_OWNER_URL to the URL of the database’s owner.');
  const { madeReadable, restoredLine } = await import('./events/after-restore.js');
  const done = await madeReadable(url, actingUser(as));
  console.log(json ? JSON.stringify(done, null, 2) : restoredLine(done));
  return 0;
}

process.exitCode = await run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  return 1;
});
