import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { builtWorkingTree } from './built-working-tree.js';

let repository: string;

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'waybill-working-tree-'));
  git('init', '--quiet');
  for (const folder of ['apps/shop', 'libs/price', 'node_modules/@waybill', 'node_modules/left-pad'])
    mkdirSync(join(repository, folder), { recursive: true });
  write('.gitignore', 'node_modules/\ndist/\n');
  write('package.json', JSON.stringify({ name: 'small', scripts: { build: 'node build.cjs' } }));
  write('build.cjs', `require('node:fs').cpSync('apps/shop/source', 'apps/shop/dist/main')`);
  write('apps/shop/package.json', '{}');
  write('apps/shop/source', 'committed');
  write('libs/price/package.json', '{ "name": "@waybill/price" }');
  write('node_modules/left-pad/index.js', 'padded');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'a shop');
});

afterEach(() => rmSync(repository, { recursive: true }));

const write = (file: string, text: string): void => writeFileSync(join(repository, file), text);
const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], {
    cwd: repository,
    encoding: 'utf8',
  }).trim();

it('is the last commit if nothing has changed', async () => {
  const { commit, changes } = await builtWorkingTree({ repository });
  expect({ commit, changes }).toEqual({ commit: git('rev-parse', 'HEAD'), changes: null });
});

it('contains uncommitted and new files, with another name for each state', async () => {
  write('apps/shop/source', 'changed');
  const first = await builtWorkingTree({ repository });
  expect(readFileSync(join(first.root, 'apps/shop/dist/main'), 'utf8')).toBe('changed');
  write('notes', 'new');
  const second = await builtWorkingTree({ repository });
  expect(new Set([null, first.changes, second.changes]).size).toBe(3);
  expect(git('status', '--porcelain').split('\n')).toEqual(['M apps/shop/source', '?? notes']);
});

it('does not change with the repository', async () => {
  const { root } = await builtWorkingTree({ repository });
  write('apps/shop/dist/main', 'built later');
  expect(readFileSync(join(root, 'apps/shop/dist/main'), 'utf8')).toBe('committed');
});

it('resolves its own packages in the copy, and others where they are installed', async () => {
  const { root } = await builtWorkingTree({ repository });
  write('libs/price/package.json', '{ "name": "changed" }');
  const read = (file: string): string => readFileSync(join(root, 'node_modules', file), 'utf8');
  expect([read('@waybill/price/package.json'), read('left-pad/index.js')]).toEqual([
    '{ "name": "@waybill/price" }',
    'padded',
  ]);
});
