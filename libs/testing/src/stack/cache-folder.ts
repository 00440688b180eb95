import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where downloads and builds are kept between runs, outside the repository: WAYBILL_CACHE, or `~/.cache/waybill`. */
export function cacheFolder(): string {
  return process.env['WAYBILL_CACHE'] || join(homedir(), '.cache/waybill');
}

/**
 * Makes a folder of the cache if it is missing: `build` fills a temporary folder, and returns the folder in it that is kept. That one appears
 * whole or not at all; of two processes that build the same one, the second keeps the first one's.
 */
export async function buildOnce(
  folder: string,
  build: (building: string) => Promise<string>,
): Promise<string> {
  if (existsSync(folder)) return folder;
  const cache = dirname(folder);
  await mkdir(cache, { recursive: true });
  const building = await mkdtemp(join(cache, '.building-'));
  try {
    await rename(await build(building), folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return folder;
}
