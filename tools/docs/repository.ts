import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '@waybill/testing';

/** The parts of the repository to which pages refer. */
export interface Repository {
  /** Paths from the root, with `/`. */
  readonly files: readonly string[];
  /** Names of the `npm run` scripts. */
  readonly scripts: readonly string[];
  read(file: string): string;
}

/** Folders created by builds, installations and runs. */
export const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.nx', '.waybill']);

export function thisRepository(): Repository {
  const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
  const { scripts } = JSON.parse(read('package.json')) as { scripts: object };
  return { files: filesIn(''), scripts: Object.keys(scripts), read };
}

/** The repository as if these documents, by path, were already written. */
export function withDocuments(repository: Repository, written: ReadonlyMap<string, string>): Repository {
  return {
    ...repository,
    files: [...new Set([...repository.files, ...written.keys()])],
    read: (file) => written.get(file) ?? repository.read(file),
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}
