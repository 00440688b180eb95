import { readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import type { ServerTls } from './certificates.js';
import { findProgram } from './find-program.js';
import { freePort } from './free-ports.js';
import { startGuard } from './guard.js';
import { ServerProcess } from './server-process.js';
import { temporaryFolder } from './temporary-folder.js';

/** A server that a test may kill: its address stays, and what it had on disk. */
export interface EmbeddedServer {
  readonly url: string;
  /** Shuts it down and removes its data. */
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
  /** Starts it again, with the same address and data. */
  restart(): Promise<void>;
}

/** What a server may require of its clients. */
export interface EmbeddedServerOptions {
  /** TLS, with a client certificate. */
  readonly tls?: ServerTls;
  /** A password, for RabbitMQ of the user guest. */
  readonly password?: string;
}

/** A Redis whose acknowledgement means "on disk", on a free loopback port. Throws MissingDependency without one. */
export async function startEmbeddedRedis({
  tls,
  password,
}: EmbeddedServerOptions = {}): Promise<EmbeddedServer> {
  const file = findProgram('redis-server', 'Redis is missing: install `redis-server` (or set REDIS_URL)');
  const folder = await temporaryFolder('redis');
  const guard = startGuard('TERM', folder);
  const port = await freePort();
  const flags = {
    bind: '127.0.0.1',
    ...(tls
      ? {
          port: 0,
          'tls-port': port,
          'tls-ca-cert-file': tls.ca,
          'tls-cert-file': tls.server.cert,
          'tls-key-file': tls.server.key,
        }
      : { port }),
    ...(password && { requirepass: password }),
    dir: folder,
    save: '',
    appendonly: 'yes',
    appendfsync: 'always',
    'maxmemory-policy': 'noeviction',
  };
  const server = new ServerProcess({
    name: 'Redis',
    file,
    folder,
    guard,
    logFile: join(folder, 'log'),
    args: Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
    ready: () => says(port, 'PING\r\n', password ? '-NOAUTH' : '+PONG', tls),
  });
  await server.start();
  return {
    url: `${tls ? 'rediss' : 'redis'}://${password ? `:${password}@` : ''}127.0.0.1:${port}`,
    kill: () => server.end('SIGKILL'),
    restart: () => server.end('SIGTERM').then(() => server.start()),
    stop: async () => {
      await server.end('SIGTERM');
      guard.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when what listens on the port answers these words with those. */
export function says(port: number, words: string, answer: string, tls?: ServerTls): Promise<void> {
  return new Promise((resolve, reject) => {
    const speak = (): void => void socket.write(words);
    const socket = tls
      ? connectTls({ port, host: '127.0.0.1', ...clientOptions(tls) }, speak)
      : connect(port, '127.0.0.1', speak);
    socket.setTimeout(2_000, () => socket.destroy(new Error('no answer')));
    socket.once('error', reject).once('close', () => reject(new Error('no answer')));
    socket.once('data', (data) => {
      if (data.toString('latin1').includes(answer)) resolve();
      socket.destroy();
    });
  });
}

function clientOptions({ ca, client }: ServerTls): ConnectionOptions {
  const read = (file: string): Buffer => readFileSync(file);
  // The server may have the certificate of another host.
  return {
    ca: read(ca),
    cert: read(client.cert),
    key: read(client.key),
    checkServerIdentity: () => undefined,
  };
}
