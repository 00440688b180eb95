import { readFileSync, readdirSync } from 'node:fs';

/** Clock ticks per second of /proc on Linux. */
const TICKS = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
  /** CPU time in seconds, including ended child processes. */
  readonly seconds: number;
}

/**
 * CPU seconds by process name, for this process and its descendants: the services under the given names, Postgres with its backends,
 * Kafka, and this process as the client. Linux only; empty on other systems.
 */
export function cpuSeconds(names: ReadonlyMap<number, string>): Map<string, number> {
  const all = new Map(stats().map((stat) => [stat.pid, stat]));
  const sums = new Map<string, number>();
  for (const stat of all.values()) {
    if (!isBelow(stat, process.pid, all)) continue;
    const name = names.get(stat.pid) ?? nameOf(stat);
    sums.set(name, (sums.get(name) ?? 0) + stat.seconds);
  }
  return sums;
}

/** Bytes that descendants of this process with this command have read and written so far, in sockets and files. */
export function transferredBytes(command: string): number {
  const all = new Map(stats().map((stat) => [stat.pid, stat]));
  const own = [...all.values()].filter((stat) => stat.command === command && isBelow(stat, process.pid, all));
  return own.reduce((sum, { pid }) => {
    const text = readFileSync(`/proc/${pid}/io`, 'utf8');
    return sum + ['rchar', 'wchar'].reduce((bytes, name) => bytes + numberIn(text, name), 0);
  }, 0);
}

/** Resident memory of a process in MiB. */
export function residentMiB(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return numberIn(status, 'VmRSS') / 1_024;
}

function numberIn(text: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
}

function nameOf({ pid, command }: Stat): string {
  if (pid === process.pid) return 'client';
  return command === 'java' ? 'kafka' : command;
}

function isBelow(stat: Stat, root: number, all: ReadonlyMap<number, Stat>): boolean {
  for (let at: Stat | undefined = stat; at; at = all.get(at.parent)) if (at.pid === root) return true;
  return false;
}

function stats(): Stat[] {
  try {
    return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? stat(name) : []));
  } catch {
    return [];
  }
}

function stat(pid: string): Stat[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const close = text.lastIndexOf(')');
    const command = text.slice(text.indexOf('(') + 1, close);
    // proc(5): after the name follow state, ppid, …; utime, stime, cutime and cstime are fields 14 to 17.
    const fields = text
      .slice(close + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
    return [{ pid: Number(pid), parent: fields[1] ?? 0, command, seconds: ticks / TICKS }];
  } catch {
    // The process ended meanwhile.
    return [];
  }
}
