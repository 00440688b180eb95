// `npm run corpus -- REF`: records the stored data of a released commit, for specs that check that newer code still reads it. Builds
// the commit, runs its simulator in both modes, and writes one row or message of each shape to apps/order/corpus/<commit>. The seeds
// are fixed, so the same commit gives the same files. A corpus is recorded once, at the release, and never edited.
import { execFileSync } from 'node:child_process';
import { createReadStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ROOT, builtCommit } from '@waybill/testing';
import { corpus } from './commands/develop.js';
import type { RecordedMessage, RecordedOrder } from './corpus/recorded.js';
import { Selection } from './corpus/select.js';

/** In each mode. More runs show nothing new. */
const RUNS = 60;
const RECORD = fileURLToPath(new URL('./corpus/record.ts', import.meta.url));

const [ref] = corpus.processedArgs;
const { commit, root } = await builtCommit(ref, { say: (line) => console.log(line) });
const folder = mkdtempSync(join(tmpdir(), 'waybill-corpus-'));
const recording = join(folder, 'recording.ndjson');
console.log(`Running its simulator ${2 * RUNS} times`);
execFileSync(
  process.execPath,
  ['--conditions=@waybill/source', '--import', './tools/source.mjs', RECORD, recording, String(RUNS)],
  { cwd: root, stdio: 'inherit' },
);

const selection = new Selection();
for await (const line of createInterface({ input: createReadStream(recording) })) {
  const { order, message } = JSON.parse(line) as { order?: RecordedOrder; message?: RecordedMessage };
  if (order) selection.addOrder(order);
  if (message) selection.addMessage(message);
}
rmSync(folder, { recursive: true });

const target = join(ROOT, 'apps/order/corpus', commit.slice(0, 7));
mkdirSync(target, { recursive: true });
const files = { ...selection.kept, messages: selection.messages };
for (const [name, rows] of Object.entries(files)) {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(join(target, `${name}.ndjson`), text);
  console.log(`${name}: ${rows.length}, ${Math.ceil(text.length / 1_024)} KiB`);
}
