import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { freePort } from './free-ports.js';
import { startGuard } from './guard.js';
import { postgresBinaries, runnableBy, type PostgresBinaries } from './postgres-binaries.js';
import { assertReachable, postgresUser, type SystemUser } from './postgres-user.js';
import { silent, type Say } from './progress.js';
import { ServerProcess } from './server-process.js';

export interface EmbeddedPostgres {
  /** postgres:// address of the database `postgres`, as its superuser. */
  readonly url: string;
  /** Shuts the server down. Removes its folder unless the caller named one. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would: what was committed must be recovered. */
  kill(): Promise<void>;
  /** Starts it again, with the same address and data. */
  restart(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Loopback port; a free one by default. */
  readonly port?: number;
  /** Kept, and used again by the next start. Without it the data is in a temporary folder that ends with the server. */
  readonly dataFolder?: string;
  /**
   * Further server settings, as `-c name=value`. fsync, synchronous_commit and full_page_writes are on. Reading the outbox from the WAL
   * (docs/cdc.md) needs `READS_WAL`.
   */
  readonly settings?: Readonly<Record<string, string>>;
  readonly say?: Say;
}

/** Without a reader of the WAL these cost every write: each update logs its whole row. */
export const READS_WAL = { wal_level: 'logical' } as const;

/** Starts a real Postgres on the loopback address. It ends when this process ends, however that happens. */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions = {},
): Promise<EmbeddedPostgres> {
  const user = postgresUser();
  const installed = await postgresBinaries();
  const folder = await prepareFolder(options.dataFolder);
  const temporary = options.dataFolder === undefined ? folder : null;
  const guard = startGuard('INT', temporary);
  const remove = async (): Promise<void> => {
    guard.release();
    if (temporary) await rm(temporary, { recursive: true, force: true });
  };
  try {
    if (user) await assertReachable(join(folder, 'data'), user);
    (options.say ?? silent)('Postgres: starting');
    const binaries = user ? await runnableBy(user, installed, folder) : installed;
    const password = await initialise(folder, binaries, user);
    const port = options.port ?? (await freePort());
    const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    const server = new ServerProcess({
      name: 'Postgres',
      file: binaries.postgres,
      args: ['-D', join(folder, 'data'), '-p', String(port), ...flags(options.settings)],
      user,
      folder,
      logFile: join(folder, 'log'),
      guard,
      ready: () => answers(url),
    });
    await server.start();
    return {
      url,
      // SIGINT is Postgres's fast shutdown, SIGQUIT its immediate one, which leaves no shared memory in use as SIGKILL does
      stop: () => server.end('SIGINT').then(remove),
      kill: () => server.end('SIGQUIT'),
      restart: () => server.end('SIGINT').then(() => server.start()),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Resolves if the database answers a query. */
export async function answers(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function prepareFolder(dataFolder: string | undefined): Promise<string> {
  if (dataFolder === undefined) {
    const folder = await mkdtemp(join(tmpdir(), 'waybill-postgres-'));
    await chmod(folder, 0o755);
    return folder;
  }
  await mkdir(dataFolder, { recursive: true, mode: 0o755 });
  return resolve(dataFolder);
}

async function initialise(folder: string, { initdb }: PostgresBinaries, user?: SystemUser): Promise<string> {
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  if (existsSync(join(data, 'PG_VERSION'))) return (await readFile(passwordFile, 'utf8')).trim();

  // what an interrupted initdb left behind would be refused
  await rm(data, { recursive: true, force: true });
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, `${randomBytes(12).toString('hex')}\n`, { mode: 0o600 });
  if (user) for (const path of [data, passwordFile]) await chown(path, user.uid, user.gid);
  const args = ['-D', data, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', ...LOCALE];
  const done = spawnSync(initdb, args, { cwd: folder, encoding: 'utf8', ...user });
  if (done.status !== 0) throw new Error(`initdb failed: ${done.error?.message ?? done.stderr.trim()}`);
  return (await readFile(passwordFile, 'utf8')).trim();
}

// the same order of strings on every machine, whatever locales it has
const LOCALE = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];

function flags(settings: Readonly<Record<string, string>> = {}): string[] {
  const all = {
    listen_addresses: '127.0.0.1',
    // the usual folder of the socket often belongs to another Postgres
    unix_socket_directories: '',
    max_connections: '200',
    max_replication_slots: '40',
    max_wal_senders: '40',
    // the outbox fills and empties fast: docs/performance.md
    autovacuum_naptime: '5s',
    timezone: 'UTC',
    ...settings,
  };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
