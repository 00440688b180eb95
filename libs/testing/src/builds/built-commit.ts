import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../platform/service-process.js';
import { cacheFolder } from '../stack/cache-folder.js';
import { startGuard } from '../stack/guard.js';
import { type Say, silent } from '../stack/progress.js';
import { npmCommand, runCommand } from './run-command.js';

export interface Build {
  /** The full commit id. */
  readonly commit: string;
  /** A folder with the files of the commit, its packages and the `dist` of every project. */
  readonly root: string;
}

export interface BuildOptions {
  readonly say?: Say;
  /** The git repository; this one by default. */
  readonly repository?: string;
  /** Builds are kept below it, in `builds/<commit>`. */
  readonly cache?: string;
}

/**
 * Another commit of this repository, built with the packages of its own lock file. The first call takes a minute or two, later
 * ones find the folder; delete it to free the space. Nothing of the clone changes: no branch, index or worktree entry.
 */
export async function builtCommit(ref: string, options: BuildOptions = {}): Promise<Build> {
  const { say = silent, repository = ROOT, cache = cacheFolder() } = options;
  const commit = await commitOf(repository, ref);
  const root = join(cache, 'builds', commit);
  if (existsSync(root)) return { commit, root };
  const started = performance.now();
  say(`Building ${ref} (once) in ${root}`);
  await mkdir(join(cache, 'builds'), { recursive: true });
  const building = await mkdtemp(join(cache, 'builds', '.building-'));
  // Removes what is unfinished, however this process ends.
  const guard = startGuard('TERM', building);
  try {
    await checkOut(repository, commit, building);
    await runCommand(building, npmCommand('ci', '--include=dev', '--no-audit', '--no-fund'));
    await runCommand(building, npmCommand('run', 'build'));
    // The folder appears whole or not at all; of two processes that build the same commit the second keeps the first one's.
    await rename(building, root).catch((error: unknown) => {
      if (!existsSync(root)) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
    guard.release();
  }
  say(`Built ${ref} in ${Math.round((performance.now() - started) / 1_000)} s`);
  return { commit, root };
}

/** The full id of a commit, branch or tag. Throws one line if git does not know it. */
export async function commitOf(repository: string, ref: string): Promise<string> {
  const command = ['git', 'rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`] as const;
  const output = await runCommand(repository, command).catch(() => {
    throw new Error(`git does not know "${ref}": give a tag, a branch or a commit`);
  });
  return output.trim();
}

/** By an index of its own, so that the one of the clone stays as it is. */
async function checkOut(repository: string, commit: string, folder: string): Promise<void> {
  const index = { GIT_INDEX_FILE: join(folder, '.git-index') };
  await runCommand(repository, ['git', 'read-tree', commit], index);
  await runCommand(repository, ['git', 'checkout-index', '--all', `--prefix=${folder}/`], index);
  await rm(index.GIT_INDEX_FILE);
}
