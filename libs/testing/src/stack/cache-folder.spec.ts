import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { buildOnce } from './cache-folder.js';

let cache: string;
beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'waybill-cache-'));
});
afterEach(() => rmSync(cache, { recursive: true }));

/** Builds a folder with one file, whose text this is. */
const writing = (text: string) => async (building: string) => {
  await mkdir(join(building, 'jars'));
  await writeFile(join(building, 'jars', 'file'), text);
  return join(building, 'jars');
};

it('builds a folder once, and keeps nothing else of the build', async () => {
  const folder = join(cache, 'tool-1.0');
  expect(await buildOnce(folder, writing('first'))).toBe(folder);
  expect(await buildOnce(folder, writing('second'))).toBe(folder);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('first');
  expect(readdirSync(cache)).toEqual(['tool-1.0']);
});

it('keeps one of two folders that are built at the same time', async () => {
  const folder = join(cache, 'deep', 'tool-1.0');
  await Promise.all([buildOnce(folder, writing('same')), buildOnce(folder, writing('same'))]);
  expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('same');
  expect(readdirSync(join(cache, 'deep'))).toEqual(['tool-1.0']);
});

it('leaves nothing of a build that failed', async () => {
  const folder = join(cache, 'tool-1.0');
  const failing = async (building: string) => {
    await writing('half')(building);
    throw new Error('no network');
  };
  await expect(buildOnce(folder, failing)).rejects.toThrow('no network');
  expect(readdirSync(cache)).toEqual([]);
});
