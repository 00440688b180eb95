import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';
import { basename, join } from 'node:path';
import { ROOT } from '@waybill/testing';
import { NOT_OURS } from '../docs/repository.js';

/** Copies the repository with its installed packages to a temporary folder. Workspace packages are those of the copy. */
export function makeScratchCopy(name: string): string {
  const copy = mkdtempSync(join(tmpdir(), `waybill-${name}-`));
  cpSync(ROOT, copy, { recursive: true, filter: (path) => path === ROOT || !NOT_OURS.has(basename(path)) });
  for (const folder of globSync(['{apps,libs}/*/node_modules', 'tools/node_modules'], { cwd: ROOT }))
    symlinkSync(join(ROOT, folder), join(copy, folder));
  const packages = join(copy, 'node_modules');
  mkdirSync(join(packages, '@waybill'), { recursive: true });
  for (const entry of readdirSync(join(ROOT, 'node_modules')))
    if (entry !== '@waybill') symlinkSync(join(ROOT, 'node_modules', entry), join(packages, entry));
  for (const lib of readdirSync(join(copy, 'libs')))
    symlinkSync(join(copy, 'libs', lib), join(packages, '@waybill', lib));
  symlinkSync(join(copy, 'tools'), join(packages, '@waybill/tools'));
  return copy;
}

export function removeScratchCopy(copy: string): void {
  rmSync(copy, { recursive: true });
}

export interface Ran {
  readonly code: number | null;
  readonly output: string;
  /** `output` including stderr. */
  readonly all: string;
}

/** Returns a function that prints lines with the seconds since this call. */
export function stopwatch(): (line: string) => void {
  const started = performance.now();
  return (line) =>
    console.log(`  ${((performance.now() - started) / 1_000).toFixed(1).padStart(5)} s  ${line}`);
}

/** Starts a shell command in the copy. */
export function startIn(copy: string, command: string): ChildProcessByStdio<null, Readable, Readable> {
  return spawn('bash', ['-ec', command], { cwd: copy, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Runs a shell command in the copy and waits for its end. */
export function runIn(copy: string, command: string): Promise<Ran> {
  const child = startIn(copy, command);
  let output = '';
  let all = '';
  child.stdout.on('data', (chunk) => ((output += chunk), (all += chunk)));
  child.stderr.on('data', (chunk) => (all += chunk));
  return new Promise((resolve, reject) =>
    child.once('error', reject).once('close', (code) => resolve({ code, output, all })),
  );
}

/** Runs a shell command in the copy. Throws an error with its whole output if it fails. */
export async function succeedIn(copy: string, command: string): Promise<Ran> {
  const ran = await runIn(copy, command);
  if (ran.code !== 0) throw new Error(`${command} ended with ${ran.code}\n${ran.all}`);
  return ran;
}
