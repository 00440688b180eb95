import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache-folder.js';
import type { Guard } from './guard.js';
import type { Progress } from './progress.js';
import { untilReady } from './until-ready.js';

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
  readonly progress?: Progress | undefined;
}

/** A JVM on a busy machine needs more than 15 seconds to write its class archive. */
const STOP_WITHIN_MS = 60_000;

/** A server process: `start` waits until it responds, `stop` until it has exited, and a guard ends it with this process. */
export class ServerProcess {
  private child: ChildProcess | null = null;

  constructor(private readonly options: ServerOptions) {}

  async start(extraArgs: readonly string[] = []): Promise<void> {
    const child = this.spawn(extraArgs);
    let failure: string | undefined;
    child.once('error', (error) => (failure = `could not be started: ${error.message}`));
    child.once('exit', (code, signal) => (failure ??= `ended while starting (${signal ?? `code ${code}`})`));
    const { name, logFile, ready, progress } = this.options;
    try {
      await untilReady({ name, logFile, ready, ended: () => failure }, progress ? { progress } : {});
    } catch (error) {
      const kept = await this.keepLog();
      await this.end('SIGKILL');
      throw new Error((error as Error).message.replace(logFile, kept));
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

  /** Its folder goes with it, so the log of a failed start is copied to where it stays. */
  private async keepLog(): Promise<string> {
    const { name, logFile } = this.options;
    const kept = join(cacheFolder(), 'logs', `${name.toLowerCase()}.log`);
    await mkdir(join(cacheFolder(), 'logs'), { recursive: true });
    return copyFile(logFile, kept).then(
      () => kept,
      () => logFile,
    );
  }
}
