import { readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Progress, untold } from './progress.js';

/** A process that was started and is not ready yet. */
export interface Starting {
  readonly name: string;
  readonly logFile: string;
  /** Resolves when it is ready; rejects with what it waits for. */
  readonly ready: () => Promise<void>;
  /** How it has ended, in a few words; undefined while it runs. */
  readonly ended: () => string | undefined;
}

export interface Patience {
  /** Milliseconds without progress; default `START_TIMEOUT`. */
  readonly stallMs?: number;
  /** Milliseconds between two looks. */
  readonly every?: number;
  readonly progress?: Progress;
}

/** So many times the longest stall is the longest wait: what logs for ever and is never ready must end, too. */
const STALLS = 10;

/** Seconds that a start may go without progress: nothing new in its log, and no change of what it waits for. */
export function startTimeoutMs(): number {
  const text = process.env['START_TIMEOUT'] || '120';
  const seconds = Number(text);
  if (seconds > 0) return seconds * 1_000;
  throw new Error(`START_TIMEOUT must be a number of seconds above 0 (got "${text}")`);
}

/**
 * Waits until the process is ready, for as long as it makes progress. Throws an error that says what it waited for and names its log
 * when it ends, or makes no progress for too long.
 */
export async function untilReady(
  { name, logFile, ready, ended }: Starting,
  { stallMs = startTimeoutMs(), every = 25, progress = untold }: Patience = {},
): Promise<void> {
  const started = performance.now();
  let moved = started;
  let seen = '';
  let waitsFor = '';
  progress.starts(name, logFile);
  for (;;) {
    const end = ended();
    if (end !== undefined) throw new Error(`${name} ${end}.${logOf(logFile)}`);
    try {
      await ready();
      return progress.isUp(name);
    } catch (error) {
      const now = error instanceof Error ? error.message : String(error);
      if (now !== waitsFor) progress.waits(name, now);
      waitsFor = now;
    }
    const state = `${sizeOf(logFile)} ${waitsFor}`;
    if (state !== seen) [moved, seen] = [performance.now(), state];
    const stalled = performance.now() - moved;
    const overdue = performance.now() - started > STALLS * stallMs;
    if (ended() === undefined && (stalled > stallMs || overdue))
      throw new Error(
        `${name} is not ready after ${seconds(performance.now() - started)}` +
          `${overdue ? '' : ` and made no progress for ${seconds(stalled)}`}: ${waitsFor}. ` +
          `Set START_TIMEOUT to more than ${seconds(stallMs)} if this machine is slow.${logOf(logFile)}`,
      );
    await sleep(every);
  }
}

/** The path of a log and its last lines. Warnings of the JVM about its own start are no cause of anything. */
function logOf(file: string): string {
  const lines = textOf(file)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\[[\d.]+s\]\[warning\]|VM warning:/.test(line));
  const last = lines.slice(-12).map((line) => `\n  ${line}`);
  return ` Its log is ${file}${last.length > 0 ? ` and ends with:${last.join('')}` : ', which is empty.'}`;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function seconds(ms: number): string {
  return `${Math.round(ms / 1_000)} s`;
}
