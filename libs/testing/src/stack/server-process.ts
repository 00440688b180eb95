import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Guard } from './guard.js';

export interface ServerOptions {
  /** For messages: `Postgres`. */
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** User to run as; absent means our own. */
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  readonly folder: string;
  readonly logFile: string;
  readonly guard: Guard;
  /** Resolves if the server responds; called repeatedly until then. */
  readonly ready: () => Promise<void>;
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 15_000;

/** A server process: `start` waits until it responds, `stop` until it has exited, and a guard ends it with this process. */
export class ServerProcess {
  private child: ChildProcess | null = null;

  constructor(private readonly options: ServerOptions) {}

  async start(extraArgs: readonly string[] = []): Promise<void> {
    const child = this.spawn(extraArgs);
    let failure: string | null = null;
    child.once('error', (error) => (failure = error.message));
    const deadline = performance.now() + START_WITHIN_MS;
    for (;;) {
      if (failure ?? this.child === null) throw await this.broken(failure ?? 'ended while starting');
      try {
        return await this.options.ready();
      } catch (error) {
        if (performance.now() > deadline) throw await this.broken(`does not answer: ${String(error)}`);
      }
      await sleep(25);
    }
  }

  /** Sends the signal and waits until the process is gone; SIGKILL follows if it takes too long. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child) return;
    // unreferenced while it runs; waiting for its end must keep us alive
    child.ref();
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const overdue = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    child.kill(signal);
    await gone;
    clearTimeout(overdue);
  }

  private spawn(extraArgs: readonly string[]): ChildProcess {
    const { file, args, folder, guard, logFile, user } = this.options;
    const log = openSync(logFile, 'a');
    const child = spawn(file, [...extraArgs, ...args], {
      cwd: folder,
      // its own group: Ctrl-C is for the program that uses the server, which stops the server last
      detached: true,
      stdio: ['ignore', log, log],
      ...user,
    });
    closeSync(log);
    child.unref();
    this.child = child;
    if (child.pid !== undefined) guard.watch(child.pid);
    child.once('exit', () => {
      guard.watch(null);
      this.child = null;
    });
    return child;
  }

  private async broken(reason: string): Promise<Error> {
    const log = await readFile(this.options.logFile, 'utf8').catch(() => '');
    await this.end('SIGKILL');
    return new Error(
      `${this.options.name} ${reason}. Its last lines:\n${log.trimEnd().split('\n').slice(-12).join('\n')}`,
    );
  }
}
