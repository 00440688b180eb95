import { type ExecFileSyncOptions, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '@waybill/testing';

const HERE = dirname(fileURLToPath(import.meta.url));
const REQUIREMENTS = join(HERE, 'requirements.txt');
const PYTHON = 'python3';
const OLDEST = [3, 10] as const;
/** For a Python without `ensurepip`. */
const VIRTUALENV = 'virtualenv==21.15.11';

/** Why schemathesis cannot run here; undefined if it can. */
export function pythonMissing(): string | undefined {
  const { stdout, status } = spawnSync(PYTHON, ['-c', 'import sys; print(*sys.version_info[:2])'], {
    encoding: 'utf8',
  });
  if (status !== 0) return `there is no ${PYTHON} on the PATH`;
  const [major = 0, minor = 0] = stdout.trim().split(' ').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  return isOld ? `${PYTHON} is ${major}.${minor}, and schemathesis needs ${OLDEST.join('.')}` : undefined;
}

/** The virtual environment with the packages of requirements.txt, made once outside the repository. Returns its folder. */
function schemathesisFolder(): string {
  const versions = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 12);
  const folder = join(cacheFolder(), `schemathesis-${versions}`);
  const installed = join(folder, 'installed');
  if (existsSync(installed)) return folder;
  rmSync(folder, { recursive: true, force: true });
  makeEnvironment(folder);
  run(join(folder, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--no-deps', '-r', REQUIREMENTS]);
  // Last, so that an interrupted installation does not count.
  writeFileSync(installed, '');
  return folder;
}

function makeEnvironment(folder: string): void {
  // Debian's Python has no ensurepip without the package python3-venv.
  if (spawnSync(PYTHON, ['-m', 'venv', folder]).status === 0) return;
  rmSync(folder, { recursive: true, force: true });
  const virtualenv = mkdtempSync(join(tmpdir(), 'virtualenv-'));
  try {
    run(PYTHON, ['-m', 'pip', 'install', '--quiet', '--target', virtualenv, VIRTUALENV]);
    run(PYTHON, ['-m', 'virtualenv', '--quiet', folder], { env: { ...process.env, PYTHONPATH: virtualenv } });
  } finally {
    rmSync(virtualenv, { recursive: true, force: true });
  }
}

function run(command: string, args: readonly string[], options: ExecFileSyncOptions = {}): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], ...options });
}

export interface Fuzzing {
  /** Base URL of the service. */
  readonly url: string;
  /** Bearer token. */
  readonly token: string;
  /** Examples of each operation. */
  readonly examples: number;
  /** Tags of operations to leave out. */
  readonly without: readonly string[];
}

/** Calls all operations of a service by its document. Returns what schemathesis reports; empty if nothing is wrong. */
export async function fuzz({ url, token, examples, without }: Fuzzing): Promise<string> {
  const configuration = ['--config-file', join(HERE, 'schemathesis.toml')];
  const all = ['--checks', 'all', '--max-examples', String(examples)];
  const caller = ['--header', `Authorization: Bearer ${token}`];
  const others = without.flatMap((tag) => ['--exclude-tag', tag]);
  const args = configuration.concat('run', `${url}/docs-json`, all, caller, others);
  // Its hooks are a module beside the configuration, and its data of earlier runs stays out of the repository.
  const child = spawn(join(schemathesisFolder(), 'bin/schemathesis'), args, {
    cwd: tmpdir(),
    env: { ...process.env, PYTHONPATH: HERE, PYTHONDONTWRITEBYTECODE: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  return code === 0 ? '' : output.slice(Math.max(0, output.search(/^=+ (?:ERRORS|FAILURES)/m)));
}
