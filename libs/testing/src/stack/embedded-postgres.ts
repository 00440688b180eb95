import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import type { ServerTls } from './certificates.js';
import { freePort } from './free-ports.js';
import { startGuard } from './guard.js';
import { postgresBinaries, runnableBy, type PostgresBinaries } from './postgres-binaries.js';
import { assertReachable, postgresUser, type SystemUser } from './postgres-user.js';
import type { Progress } from './progress.js';
import { ServerProcess } from './server-process.js';
import { temporaryFolder } from './temporary-folder.js';

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
  readonly dataFolder?: string | undefined;
  /**
   * Further server settings, as `-c name=value`. fsync, synchronous_commit and full_page_writes are on. Reading the outbox from the WAL
   * (docs/cdc.md) needs `READS_WAL`.
   */
  readonly settings?: Readonly<Record<string, string>>;
  /** Refuses connections without TLS, or without a client certificate of the CA. `url` then does not check the host (`verify-ca`). */
  readonly tls?: ServerTls;
  readonly progress?: Progress;
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
    const binaries = user ? await runnableBy(user, installed, folder) : installed;
    const password = await initialise(folder, binaries, user);
    const port = options.port ?? (await freePort());
    const url = urlOf(port, password, options.tls);
    const settings = {
      ...options.settings,
      ...(options.tls && (await tlsSettings(folder, options.tls, user))),
    };
    const server = new ServerProcess({
      name: 'Postgres',
      file: binaries.postgres,
      args: ['-D', join(folder, 'data'), '-p', String(port), ...flags(settings)],
      user,
      folder,
      logFile: join(folder, 'log'),
      guard,
      ready: () => answers(url),
      progress: options.progress,
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
    const folder = await temporaryFolder('postgres');
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

function urlOf(port: number, password: string, tls: ServerTls | undefined): string {
  const url = new URL(`postgres://postgres:${password}@127.0.0.1:${port}/postgres`);
  if (!tls) return url.href;
  const { ca, client } = tls;
  const parameters = {
    uselibpqcompat: 'true',
    sslmode: 'verify-ca',
    sslrootcert: ca,
    sslcert: client.cert,
    sslkey: client.key,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Copies the certificates, because Postgres wants its key to belong to the user that it runs as. */
async function tlsSettings(
  folder: string,
  { ca, server }: ServerTls,
  user?: SystemUser,
): Promise<Record<string, string>> {
  const files = {
    ssl_ca_file: await readFile(ca),
    ssl_cert_file: await readFile(server.cert),
    ssl_key_file: await readFile(server.key),
    hba_file: 'hostssl all all all scram-sha-256 clientcert=verify-ca\n',
  };
  const settings: Record<string, string> = { ssl: 'on' };
  for (const [setting, content] of Object.entries(files)) {
    const file = (settings[setting] = join(folder, setting));
    await writeFile(file, content, { mode: 0o600 });
    if (user) await chown(file, user.uid, user.gid);
  }
  return settings;
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
