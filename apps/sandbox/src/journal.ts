import { appendFileSync, closeSync, existsSync, ftruncateSync, openSync, readFileSync } from 'node:fs';

/** The newest value of one thing. An entry of the same kind and id replaces an earlier one. */
export interface Entry {
  kind: string;
  id: string;
  value: unknown;
}

/** What the sandbox remembers over a restart: one line of JSON for each change, appended. */
export interface Journal {
  /** The entries of one change stand on one line, so that a crash keeps all of them or none. */
  append(entries: readonly Entry[]): void;
  /** What earlier runs left, each thing once, in the order in which it first appeared. */
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
  // A line that a crash cut short was never answered to anyone: the next one must not be glued to it.
  ftruncateSync(file, Buffer.byteLength(complete));
  return {
    append: (entries) => appendFileSync(file, `${JSON.stringify(entries)}\n`),
    restored: (kind) => [...newest.values()].filter((entry) => entry.kind === kind),
    close: () => closeSync(file),
  };
}
