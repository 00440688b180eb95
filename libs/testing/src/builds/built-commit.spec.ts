import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type Build, builtCommit } from './built-commit.js';

let folder: string;
let repository: string;
let cache: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-builds-'));
  [repository, cache] = ['repository', 'cache'].map((name) => join(folder, name)) as [string, string];
  git(folder, 'init', '--quiet', repository);
});

afterEach(() => rmSync(folder, { recursive: true }));

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
    cwd,
    encoding: 'utf8',
  }).trim();

/** Commits a package whose build runs this program, and returns the id of the commit. */
function commitPackage(program: string): string {
  const manifest = { name: 'small', version: '1.0.0', private: true };
  const write = (file: string, content: unknown): void =>
    writeFileSync(join(repository, file), JSON.stringify(content));
  write('package.json', { ...manifest, scripts: { build: 'node build.cjs' } });
  write('package-lock.json', { ...manifest, lockfileVersion: 3, packages: { '': manifest } });
  writeFileSync(join(repository, 'build.cjs'), program);
  git(repository, 'add', '--all');
  git(repository, 'commit', '--quiet', '--message', 'a package');
  return git(repository, 'rev-parse', 'HEAD');
}

const dist = ({ root }: Build): string => readFileSync(join(root, 'dist'), 'utf8');

it('builds the files of the commit and not those of the working tree', async () => {
  const first = commitPackage(`require('node:fs').writeFileSync('dist', 'first')`);
  commitPackage(`require('node:fs').writeFileSync('dist', 'second')`);
  const build = await builtCommit('HEAD~1', { repository, cache });
  expect(build).toEqual({ commit: first, root: join(cache, 'builds', first) });
  expect(dist(build)).toBe('first');
  expect(git(repository, 'status', '--porcelain')).toBe('');
});

it('builds a commit once', async () => {
  commitPackage(`require('node:fs').writeFileSync('dist', String(Math.random()))`);
  const built = dist(await builtCommit('HEAD', { repository, cache }));
  expect(dist(await builtCommit('HEAD', { repository, cache }))).toBe(built);
});

it('throws the output of a failed build and keeps no files', async () => {
  commitPackage(`console.error('no such module'); process.exit(1)`);
  await expect(builtCommit('HEAD', { repository, cache })).rejects.toThrow('no such module');
  expect(readdirSync(join(cache, 'builds'))).toEqual([]);
});

it('reports a ref that git does not know', async () => {
  await expect(builtCommit('v9', { repository, cache })).rejects.toThrow(
    'git does not know "v9": give a tag, a branch or a commit',
  );
});
