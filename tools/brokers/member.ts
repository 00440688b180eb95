// A consumer in a separate process, for tests that kill it. It appends the id of each handled message and its process id to a file
// that all members share. `early`: the naive variant, which acknowledges messages before handling them.
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '@waybill/messaging';
import { brokerFrom } from '@waybill/platform';

const [url, topic, group, file, mode] = process.argv.slice(2) as [string, string, string, string, string];
const early = mode === 'early';

function write(records: readonly Delivery[]): void {
  appendFileSync(file, records.map(({ value }) => `${String(value)} ${process.pid}\n`).join(''));
}

async function handle(records: readonly Delivery[]): Promise<void> {
  await sleep(20);
  write(records);
}

let last: Promise<void> = Promise.resolve();

/** Slower than messages arrive, so that some are always acknowledged but not handled. */
async function handleLater(records: readonly Delivery[]): Promise<void> {
  for (const record of records) {
    await sleep(10);
    write([record]);
  }
}

const broker = brokerFrom(process.env, `member-${process.pid}`, url);
await broker.subscribe({
  group,
  topics: [topic],
  handle: async (records) => {
    if (!early) return handle(records);
    last = last.then(() => handleLater(records));
  },
});
process.send?.('ready');
