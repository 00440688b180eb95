// A consumer in a process of its own, to be killed: appends a line for each message that it handled to a file that all
// members share. `early` is the naive one, which says "done" before it is.
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { brokerAt, type Delivery } from '@waybill/messaging';

const [url, topic, group, file, mode] = process.argv.slice(2) as [string, string, string, string, string];
const HANDLING_MS = 20;

let last: Promise<void> = Promise.resolve();

async function handle(records: readonly Delivery[]): Promise<void> {
  await sleep(HANDLING_MS);
  appendFileSync(file, records.map(({ value }) => `${String(value)}\n`).join(''));
}

const broker = brokerAt(url, { clientId: `member-${process.pid}`, random: Math.random });
await broker.subscribe({
  group,
  topics: [topic],
  handle: async (records) => {
    if (mode !== 'early') return handle(records);
    last = last.then(() => handle(records));
  },
});
process.send?.('ready');
