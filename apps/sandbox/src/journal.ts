import { appendFileSync, closeSync, existsSync, ftruncateSync, openSync, readFileSync } from 'node:fs';

/** The newest value of a payment or booking. An entry of the same kind and id replaces an earlier one. */
export interface Entry {
  kind: string;
  id: string;
  value: unknown;
}

/** Keeps the sandbox's state over a restart: appends one line of JSON per change. */
export interface Journal {
  /** The entries of one change are on one line, so a crash keeps all of them or none. */
  append(entries: readonly Entry[]): void;
  /** The newest entry of each kind and id from earlier runs, in the order in which they first appeared. */
  restored(kind: string): Entry[];
  close(): void;
}

export const memoryJournal: Journal = { append: () => {}, restored: () => [], close: () => {} };

export function fileJournal(path: string): Journal {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  const newest = new Map<string, Entry>();
  for (const line of complete.split('\n').filter(Boolean)) {
    for (const entry of JSON.parse(line) as Entry[]) newest.set(`${entry.kind} ${entry.id}`, entry);
  }
  const file = openSync(path, 'a');
  // A crash may have left an incomplete line, which no caller got a response for. The next entry must start on its own line.
  ftruncateSync(file, Buffer.byteLength(complete));
  return {
    append: (entries) => appendFileSync(file, `${JSON.stringify(entries)}\n`),
    restored: (kind) => [...newest.values()].filter((entry) => entry.kind === kind),
    close: () => closeSync(file),
  };
}
