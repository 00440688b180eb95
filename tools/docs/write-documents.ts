import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '@waybill/testing';
import { format, resolveConfig } from 'prettier';

/** Generates all documents, and returns those that differ from the repository, by path. Writes nothing. */
export async function staleDocuments(
  documents: Readonly<Record<string, () => string>>,
): Promise<ReadonlyMap<string, string>> {
  const stale = new Map<string, string>();
  for (const [path, make] of Object.entries(documents)) {
    const file = join(ROOT, path);
    const text = await format(make(), { ...(await resolveConfig(file)), filepath: file });
    if (readIfThere(file) !== text) stale.set(path, text);
  }
  return stale;
}

/** Writes generated documents. With `check` it lists those that are stale and sets the exit code instead. */
export function writeDocuments(
  command: string,
  stale: ReadonlyMap<string, string>,
  { check }: { readonly check?: true | undefined },
): void {
  for (const [path, text] of stale) {
    if (check) {
      console.error(`${path} is out of date: run ${command}`);
      process.exitCode = 1;
      continue;
    }
    const file = join(ROOT, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`wrote ${path}`);
  }
}

/** The text of a file; undefined if it does not exist. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
