import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../builds/run-command.js';
import { buildOnce, cacheFolder } from './cache-folder.js';
import { findProgram } from './find-program.js';
import { freePort } from './free-ports.js';
import { startGuard } from './guard.js';
import { type Say, silent } from './progress.js';
import { ServerProcess } from './server-process.js';
import { temporaryFolder } from './temporary-folder.js';

const VERSION = '2.12.0';

/** A toxic of https://github.com/Shopify/toxiproxy: what it does to the bytes on their way. */
export interface Toxic {
  readonly type: 'latency' | 'bandwidth' | 'slicer' | 'reset_peer' | 'timeout' | 'limit_data';
  readonly attributes: Readonly<Record<string, number>>;
  /** Share of the connections; default: all. */
  readonly toxicity?: number;
  /** The responses, or both directions. Default: both. */
  readonly stream?: 'downstream';
}

/** A link to a server that a test can spoil. */
export interface ToxicLink {
  /** Where it listens on 127.0.0.1. */
  readonly port: number;
  add(toxic: Toxic): Promise<void>;
  /** Takes all toxics away. */
  clear(): Promise<void>;
}

export interface Toxiproxy {
  /** A link to a server on this host. It listens on `port`; on a free one when absent. */
  link(name: string, serverPort: number, port?: number): Promise<ToxicLink>;
  stop(): Promise<void>;
}

/** Starts a toxiproxy on a free loopback port. It ends with this process. Throws MissingDependency without Go, which builds it once. */
export async function startToxiproxy(say: Say = silent): Promise<Toxiproxy> {
  const file = await builtServer(say);
  const folder = await temporaryFolder('toxiproxy');
  const guard = startGuard('TERM', folder);
  const port = await freePort();
  const api = `http://127.0.0.1:${port}`;
  const server = new ServerProcess({
    name: 'Toxiproxy',
    file,
    args: ['-host', '127.0.0.1', '-port', String(port)],
    folder,
    logFile: join(folder, 'log'),
    guard,
    ready: () => call(api, 'GET', '/version').then(() => undefined),
  });
  await server.start();
  return {
    async link(name, serverPort, listenPort = 0) {
      const body = { name, listen: `127.0.0.1:${listenPort}`, upstream: `127.0.0.1:${serverPort}` };
      const { listen } = (await call(api, 'POST', '/proxies', body)) as { listen: string };
      const toxics: string[] = [];
      return {
        port: Number(listen.split(':')[1]),
        async add({ type, attributes, toxicity = 1, stream }) {
          for (const way of stream ? [stream] : ['downstream', 'upstream']) {
            const toxic = `${type}_${way}_${toxics.length}`;
            const made = { name: toxic, type, stream: way, toxicity, attributes };
            await call(api, 'POST', `/proxies/${name}/toxics`, made);
            toxics.push(toxic);
          }
        },
        async clear() {
          for (const toxic of toxics.splice(0)) await call(api, 'DELETE', `/proxies/${name}/toxics/${toxic}`);
        },
      };
    },
    async stop() {
      await server.end('SIGTERM');
      guard.release();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function call(api: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(api + path, { method, ...(body && { body: JSON.stringify(body) }) });
  const text = await response.text();
  if (!response.ok) throw new Error(`toxiproxy: ${method} ${path}: ${response.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

/** The server's binary. The first call builds it with Go into the cache: half a minute. */
async function builtServer(say: Say): Promise<string> {
  const folder = join(cacheFolder(), `toxiproxy-${VERSION}`);
  await buildOnce(folder, async (building) => {
    const go = findProgram(
      'go',
      'Toxiproxy is built with Go, which is missing: install it (Debian: apt-get install golang-go).',
    );
    say(`Toxiproxy: building ${VERSION} with Go (once) into ${folder}`);
    const program = `github.com/Shopify/toxiproxy/v2/cmd/server@v${VERSION}`;
    await runCommand(building, [go, 'install', program], { GOBIN: building, GOFLAGS: '-mod=mod' });
    return building;
  });
  return join(folder, 'server');
}
