import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '@waybill/testing';

/**
 * Installs npm packages of these versions (`name@1.2.3`) outside the repository, once, and returns the folder. For tools that only checks
 * and benchmarks need: as dependencies, every `npm ci` would install them.
 */
export function cachedPackages(...packages: readonly string[]): string {
  const folder = join(cacheFolder(), 'packages', packages.join('+').replace(/[@/]/g, '-'));
  // npm writes this file at the end of an installation.
  if (existsSync(join(folder, 'node_modules/.package-lock.json'))) return folder;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', ...packages], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return folder;
}
