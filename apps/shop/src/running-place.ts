import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '@waybill/testing';

/** The addresses of a running platform's servers on this machine, for the command-line tools. */
export interface Addresses {
  /** With the audit's role, in any of the databases. */
  readonly auditUrl: string;
  /** With the administrator's role. */
  readonly ownerUrl: string;
  /** Absent where the broker is inside the process. */
  readonly brokerUrl?: string | undefined;
}

/** Left by the command that runs the platform on the documented ports. */
interface Mark {
  readonly pid: number;
  /** `npm run demo` */
  readonly command: string;
  readonly since: string;
  /** Absent until the platform is up. */
  readonly addresses?: Addresses;
}

export interface Place {
  /** Tells the other commands where the platform is. */
  tell(addresses: Addresses): void;
  /** Removes the mark, unless another process has taken the place. */
  leave(): void;
}

const FILE = join(ROOT, '.waybill', 'demo.json');

/** Takes the one place for a platform on the documented ports. Throws one line if a running process has it. */
export function takePlace(command: string, file = FILE): Place {
  mkdirSync(dirname(file), { recursive: true });
  const mine = `${file}.${process.pid}`;
  const mark: Mark = { pid: process.pid, command, since: new Date().toISOString() };
  // It will contain a password, so only its owner may read it.
  const write = (what: Mark): void => writeFileSync(mine, JSON.stringify(what), { mode: 0o600 });
  write(mark);
  try {
    while (!linked(mine, file)) {
      const holder = markIn(file);
      if (holder && runs(holder)) throw new Error(takenBy(holder));
      rmSync(file, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
  const isMine = (): boolean => markIn(file)?.pid === process.pid;
  return {
    tell(addresses) {
      if (!isMine()) return;
      write({ ...mark, addresses });
      renameSync(mine, file);
    },
    leave() {
      if (isMine()) rmSync(file, { force: true });
    },
  };
}

/** Where the platform is that a command runs on this machine; undefined if none does. */
export function runningPlace(file = FILE): Addresses | undefined {
  const mark = markIn(file);
  return mark && runs(mark) ? mark.addresses : undefined;
}

function takenBy({ command, pid, since }: Mark): string {
  const time = new Date(since).toLocaleTimeString('en-GB');
  return `${command} runs already: process ${pid}, since ${time}, on the ports 3000 to 3026. End it with Ctrl-C in its terminal, or with \`kill ${pid}\`.`;
}

/** Whether the process lives that left the mark. One from before the last start of the machine does not, even if its id is in use again. */
function runs({ pid, since }: Mark): boolean {
  if (Date.parse(since) < Date.now() - uptime() * 1_000) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function markIn(file: string): Mark | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Mark;
  } catch {
    return undefined;
  }
}

/** Gives the file a second name, as one step; false if that name is taken. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
