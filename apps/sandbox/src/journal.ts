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
  /**
   * The newest entry of each id from earlier runs, in the order in which they first appeared. Each kind is returned once, because the
   * journal does not keep it longer.
   */
  restored(kind: string): Entry[];
  close(): void;
}

export const memoryJournal: Journal = { append: () => {}, restored: () => [], close: () => {} };

export function fileJournal(path: string): Journal {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const complete = text.slice(0, text.lastIndexOf('\n') + 1);
  const newest = new Map<string, Map<string, Entry>>();
  for (const line of complete.split('\n').filter(Boolean)) {
    for (const entry of JSON.parse(line) as Entry[]) {
      const { kind, id } = entry;
      const ofKind = newest.get(kind) ?? new Map<string, Entry>();
      newest.set(kind, ofKind.set(id, entry));
    }
  }
  const file = openSync(path, 'a');
  // A crash may have left an incomplete line, which no caller got a response for. The next entry must start on its own line.
  ftruncateSync(file, Buffer.byteLength(complete));
  return {
    append: (entries) => appendFileSync(file, `${JSON.stringify(entries)}\n`),
    restored: (kind) => {
      const entries = [...(newest.get(kind)?.values() ?? [])];
      newest.delete(kind);
      return entries;
    },
    close: () => closeSync(file),
  };
}
