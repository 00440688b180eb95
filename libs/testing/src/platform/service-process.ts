import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** The same as in docker/Dockerfile, where the reasons stand. */
const PRODUCTION_FLAGS = ['--max-semi-space-size=24', '--max-old-space-size=256', '--v8-pool-size=1'];

/** The caller's client of Kafka, its credentials for a given Kafka, and the origins of the caller's pages apply to all services. */
const INHERITED = /^(PATH|CORS_ORIGINS|KAFKA_(CLIENT|TLS|SASL|OAUTH)(_.*)?)$/;

function inherited(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name, value]) => value && INHERITED.test(name)),
  );
}

export interface ServiceProcess {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** The exit code (null after a signal) once the process has ended. */
  readonly ended: Promise<number | null>;
  /** SIGTERM, and SIGKILL when that does not help within 25 seconds. */
  stop(): Promise<void>;
  /** SIGKILL. */
  kill(): Promise<void>;
}

export interface ProcessOptions {
  readonly name: string;
  /** What the process is called, where a service runs more than once. */
  readonly instance?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFolder: string;
  /** From `dist`, as production does, instead of from source. */
  readonly fromDist?: boolean;
  /** Start again when a source file changes. */
  readonly watch?: boolean;
  /** Called when it starts again for that reason. */
  readonly onRestart?: (() => void) | undefined;
  /** A file that runs the service whose name it is given, instead of the service's own. */
  readonly main?: string | undefined;
  /** What `main` is given; the name of the service by default. */
  readonly args?: readonly string[] | undefined;
  /** The repository that the service is of: this one, or another build of it. */
  readonly root?: string | undefined;
}

const running = new Set<ChildProcess>();
// Nothing outlives us, whatever ends us.
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

/** Starts a service as a process of its own, its log in a file. */
export function startProcess({
  name,
  instance = name,
  environment,
  logFolder,
  fromDist,
  watch,
  onRestart,
  main = join('apps', name, fromDist ? 'dist/main.js' : 'src/main.ts'),
  args = [name],
  root = ROOT,
}: ProcessOptions): ServiceProcess {
  mkdirSync(logFolder, { recursive: true });
  const logFile = join(logFolder, `${instance}.log`);
  const log = createWriteStream(logFile);
  const source = ['--conditions=@waybill/source', '--import', join(root, 'tools/source.mjs')];
  const flags = [
    '--disable-warning=TimeoutNegativeWarning',
    // Maps of every module cost 20 MB a service: production reads the lines of dist.
    ...(fromDist ? PRODUCTION_FLAGS : ['--enable-source-maps', ...source]),
    ...(watch ? ['--watch'] : []),
  ];
  const child: ChildProcess = spawn(process.execPath, [...flags, join(root, main), ...args], {
    cwd: root,
    env: { ...inherited(), ...(fromDist ? { MALLOC_ARENA_MAX: '2' } : {}), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own group, so that Ctrl-C reaches it through us, in order.
    detached: true,
  });
  // For a person who wants to signal it.
  if (child.pid !== undefined) writeFileSync(join(logFolder, `${instance}.pid`), String(child.pid));
  child.stdout?.pipe(log);
  // So says Node; the lines of a service are JSON.
  if (onRestart) child.stdout?.on('data', (chunk) => /^Restarting /m.test(String(chunk)) && onRestart());
  child.stderr?.pipe(log);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const end = (signal: NodeJS.Signals): void => void child.kill(signal);
  running.add(child);
  void ended.then(() => running.delete(child));
  return {
    name: instance,
    pid: child.pid!,
    logFile,
    ended,
    async stop() {
      end('SIGTERM');
      const late = setTimeout(() => end('SIGKILL'), 25_000);
      await ended;
      clearTimeout(late);
    },
    async kill() {
      end('SIGKILL');
      await ended;
    },
  };
}

/** The last lines of a log: what a person needs when a service did not start. */
export function tail(file: string, lines = 20): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
}
