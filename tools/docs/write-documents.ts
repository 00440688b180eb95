import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '@waybill/testing';
import { format, resolveConfig } from 'prettier';

/** The documents that differ from what is in the repository, by path, as they are to be. Makes all of them and writes none. */
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

/** Writes documents that are made from the code; with `--check` names those that are stale and sets the exit code. */
export function writeDocuments(command: string, stale: ReadonlyMap<string, string>): void {
  const check = process.argv.includes('--check');
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

/** The text of a file of the repository, where it is there. */
export function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
