import { cpSync, globSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../platform/service-process.js';
import { startGuard } from '../stack/guard.js';
import { type Say, silent } from '../stack/progress.js';
import { type Build, commitOf } from './built-commit.js';
import { npmCommand, runCommand } from './run-command.js';

export interface WorkingTreeBuild extends Build {
  /** Git's id of the tree with its changes, new files included; null if it is as its last commit. */
  readonly changes: string | null;
}

/**
 * The working tree as it is now, built in place. `root` is a copy of what was built, so that later edits and builds change nothing
 * of what runs; it is removed when this process ends.
 */
export async function builtWorkingTree({
  say = silent,
  repository = ROOT,
}: { readonly say?: Say; readonly repository?: string } = {}): Promise<WorkingTreeBuild> {
  say('Building this working tree');
  const commit = await commitOf(repository, 'HEAD');
  const before = await treeOf(repository);
  await runCommand(repository, npmCommand('run', 'build'));
  const root = await mkdtemp(join(tmpdir(), 'waybill-build-'));
  startGuard('TERM', root);
  copyBuild(repository, root);
  const tree = await treeOf(repository);
  if (tree !== before) throw new Error('files changed while they were built: start again');
  const committed = await runCommand(repository, ['git', 'rev-parse', 'HEAD^{tree}']);
  return { commit, root, changes: tree === committed.trim() ? null : tree };
}

/** What the services need to run, as docker/Dockerfile knows it: each package's `dist` and manifest, and the installed packages. */
function copyBuild(repository: string, root: string): void {
  for (const path of globSync(['{apps,libs}/*/dist', '{apps,libs}/*/package.json'], { cwd: repository }))
    cpSync(join(repository, path), join(root, path), { recursive: true });
  for (const path of globSync('{apps,libs}/*/node_modules', { cwd: repository }))
    symlinkSync(join(repository, path), join(root, path));
  mkdirSync(join(root, 'node_modules/@waybill'), { recursive: true });
  for (const name of readdirSync(join(repository, 'node_modules')).filter((name) => name !== '@waybill'))
    symlinkSync(join(repository, 'node_modules', name), join(root, 'node_modules', name));
  for (const manifest of globSync('{apps,libs}/*/package.json', { cwd: root })) {
    const folder = dirname(manifest);
    symlinkSync(join(root, folder), join(root, 'node_modules/@waybill', folder.split('/')[1]!));
  }
}

/** The id of a git tree of all files that are not ignored, made by an index of its own. */
async function treeOf(repository: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'waybill-index-'));
  const index = { GIT_INDEX_FILE: join(folder, 'index') };
  await runCommand(repository, ['git', 'read-tree', 'HEAD'], index);
  await runCommand(repository, ['git', 'add', '--all'], index);
  const tree = await runCommand(repository, ['git', 'write-tree'], index);
  await rm(folder, { recursive: true });
  return tree.trim();
}
