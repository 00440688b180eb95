import { readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ServerTls } from './certificates.js';
import { type EmbeddedServer, type EmbeddedServerOptions, says } from './embedded-redis.js';
import { findProgram } from './find-program.js';
import { freePorts } from './free-ports.js';
import { startGuard } from './guard.js';
import { MissingDependency } from './missing-dependency.js';
import { ServerProcess } from './server-process.js';
import { temporaryFolder } from './temporary-folder.js';

const MISSING = 'RabbitMQ is missing: install `rabbitmq-server` (or set AMQP_URL)';

/** A RabbitMQ of one node on a free loopback port, user guest. Throws MissingDependency without one. */
export async function startEmbeddedRabbit({
  tls,
  password = 'guest',
}: EmbeddedServerOptions = {}): Promise<EmbeddedServer> {
  const file = findScript();
  const folder = await temporaryFolder('rabbit');
  const guard = startGuard('TERM', folder);
  const [port, distribution] = (await freePorts(2)) as [number, number];
  const config = join(folder, 'rabbitmq.conf');
  await writeFile(config, configuration(port, password, tls));
  await writeFile(join(folder, 'enabled_plugins'), '[].');
  const environment = {
    HOME: folder,
    RABBITMQ_NODENAME: `waybill-${port}@localhost`,
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_CONFIG_FILE: config,
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOGS: '-',
    // The script then becomes the server instead of standing before it, where a kill would not reach it.
    RUNNING_UNDER_SYSTEMD: 'true',
  };
  const server = new ServerProcess({
    name: 'RabbitMQ',
    folder,
    guard,
    logFile: join(folder, 'log'),
    file: '/usr/bin/env',
    args: [...Object.entries(environment).map(([name, value]) => `${name}=${value}`), file],
    ready: () => says(port, 'AMQP\0\0\x09\x01', 'AMQPLAIN', tls),
  });
  const remove = async (): Promise<void> => {
    guard.release();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await server.start();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    url: `${tls ? 'amqps' : 'amqp'}://guest:${password}@127.0.0.1:${port}`,
    kill: () => server.end('SIGKILL'),
    restart: () => server.end('SIGTERM').then(() => server.start()),
    stop: () => server.end('SIGTERM').then(remove),
  };
}

function configuration(port: number, password: string, tls: ServerTls | undefined): string {
  const lines = tls
    ? [
        'listeners.tcp = none',
        `listeners.ssl.1 = 127.0.0.1:${port}`,
        `ssl_options.cacertfile = ${tls.ca}`,
        `ssl_options.certfile = ${tls.server.cert}`,
        `ssl_options.keyfile = ${tls.server.key}`,
        'ssl_options.verify = verify_peer',
        'ssl_options.fail_if_no_peer_cert = true',
      ]
    : [`listeners.tcp.1 = 127.0.0.1:${port}`];
  return [...lines, `default_pass = ${password}`, 'disk_free_limit.absolute = 50MB', ''].join('\n');
}

/** Debian's script in the PATH changes to another user; the script that it calls runs as the current user. */
function findScript(): string {
  const inPath = findProgram('rabbitmq-server', MISSING);
  const home = '/usr/lib/rabbitmq/lib';
  try {
    const version = readdirSync(home).find((name) => name.startsWith('rabbitmq_server-'));
    return version ? join(home, version, 'sbin', 'rabbitmq-server') : inPath;
  } catch (error) {
    if (error instanceof MissingDependency) throw error;
    return inPath;
  }
}
