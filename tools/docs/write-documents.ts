import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT } from '@waybill/testing';
import { format, resolveConfig } from 'prettier';

/** Writes documents that are made from the code, by path; with `--check` names those that are stale and sets the exit code. */
export async function writeDocuments(
  command: string,
  documents: Readonly<Record<string, () => string>>,
): Promise<void> {
  const check = process.argv.includes('--check');
  for (const [path, make] of Object.entries(documents)) {
    const file = join(ROOT, path);
    const text = await format(make(), { ...(await resolveConfig(file)), filepath: file });
    if (readIfThere(file) === text) continue;
    if (check) {
      console.error(`${path} is stale: run ${command}`);
      process.exitCode = 1;
      continue;
    }
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
