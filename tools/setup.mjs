#!/usr/bin/env node
// `waybill`: entry point of all commands of the repository, for any version of Node and without installed packages. Installs what is
// missing and runs tools/waybill.ts on Node 24.
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { constants, uptime } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = process.argv.slice(2);

if (!installed()) await install();
linkWorkspaces();
if (args.length === 0) console.log('Everything is installed.\n');
run(node24(), args.length === 0 ? ['--help'] : args);

// npm writes node_modules/.package-lock.json at the end of an install, so an interrupted install does not count.
function installed() {
  const wanted = packages('package-lock.json');
  const found = packages('node_modules/.package-lock.json');
  if (!wanted || !found) return false;
  return Object.entries(wanted).every(([path, { version, link, optional }]) => {
    if (!path.includes('node_modules/') || link || (optional && !found[path])) return true;
    return found[path]?.version === version;
  });
}

// Links workspace packages that were added since the last install, because running npm would take a minute, and the binary.
function linkWorkspaces() {
  const binary = join(root, 'node_modules/.bin/waybill');
  mkdirSync(dirname(binary), { recursive: true });
  if (!existsSync(binary)) symlinkSync('../../tools/setup.mjs', binary);
  for (const [path, { link, resolved }] of Object.entries(packages('package-lock.json') ?? {}))
    if (link && !existsSync(join(root, path)))
      symlinkSync(relative(dirname(path), resolved), join(root, path));
}

function packages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return null;
  }
}

/** Runs npm unless another process does; then waits for it. */
async function install() {
  const release = await takeLock();
  try {
    // The process that was waited for has installed them.
    if (!installed()) await runNpm();
  } finally {
    release();
  }
}

// One file for all processes of this folder.
async function takeLock() {
  const lock = join(root, '.waybill/install.lock');
  mkdirSync(dirname(lock), { recursive: true });
  const line = progressLine('Waiting for another command that installs the packages');
  while (!locked(lock)) {
    const holder = holderOf(lock);
    if (holder === undefined) {
      removeStale(lock);
    } else {
      line.show(`process ${holder}`);
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  line.end();
  const release = () => {
    if (holderOf(lock) === process.pid) rmSync(lock);
  };
  process.once('exit', release);
  return release;
}

// Links a file that has its content already: one step, which fails if the name is taken.
function locked(lock) {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine);
  }
}

// By a rename, which only one of several waiting processes achieves. What another one has locked since then is put back.
function removeStale(lock) {
  const stale = `${lock}.${process.pid}.stale`;
  try {
    renameSync(lock, stale);
    if (holderOf(stale) !== undefined) linkSync(stale, lock);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(error.code)) throw error;
  }
  rmSync(stale, { force: true });
}

/** The process that installs; undefined if it has ended without removing its lock, also before the last start of the machine. */
function holderOf(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    if (statSync(lock).mtimeMs < Date.now() - uptime() * 1000) return undefined;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? 'of another user' : undefined;
  }
}

async function runNpm() {
  const line = progressLine('Installing packages (npm ci)');
  line.show('a minute or more');
  // npm_execpath: the npm that runs this script, which may not be on the PATH.
  const npm = process.env.npm_execpath;
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=http'];
  // Its own process group, so that it and the scripts that it runs get a signal once, from here.
  const options = { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true };
  const child = npm?.endsWith('npm-cli.js')
    ? spawn(process.execPath, [npm, ...flags], options)
    : spawn('npm', flags, options);
  const closed = new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (child.pid === undefined) {
    console.error(await closed.catch(({ message }) => `npm could not be started: ${message}`));
    process.exit(1);
  }
  const guard = guardAgainstOurEnd(-child.pid);
  let signalled;
  const forward = (signal) => {
    if (signalled === undefined) setTimeout(() => kill('SIGKILL'), 10_000).unref();
    signalled = signal;
    kill(signal);
  };
  const kill = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended.
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  let output = '';
  const read = (chunk) => {
    for (const text of String(chunk).split('\n')) {
      // With this level npm tells each request, and only so that the registry cannot be reached.
      const failed = /attempt \d+ failed with (\w+)/.exec(text);
      if (failed) line.show(`the registry cannot be reached (${failed[1]}), npm tries again`);
      else if (text && !/^npm http /.test(text)) output += `${text}\n`;
    }
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', read);
  const code = await closed;
  guard.kill('SIGKILL');
  for (const signal of signals) process.off(signal, forward);
  line.end();
  if (signalled !== undefined) process.exit(128 + constants.signals[signalled]);
  if (code !== 0) {
    console.error(`${output.trimEnd()}\nnpm ci failed (exit code ${code}) after ${line.elapsed()}.`);
    process.exit(1);
  }
  console.log(`Installed packages in ${line.elapsed()}`);
}

// A line with the seconds that pass: on a terminal it is overwritten, elsewhere it is printed when it changes and every 15 seconds.
function progressLine(what) {
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const { isTTY } = process.stdout;
  let state;
  const print = () =>
    process.stdout.write(
      isTTY ? `\r\x1b[2K${what}, ${state}: ${elapsed()}` : `${what}, ${state}: ${elapsed()}\n`,
    );
  const ticking = setInterval(() => state && print(), isTTY ? 1000 : 15_000);
  ticking.unref();
  return {
    elapsed,
    show(now) {
      if (now === state) return;
      state = now;
      print();
    },
    end() {
      clearInterval(ticking);
      if (isTTY && state) process.stdout.write('\r\x1b[2K');
    },
  };
}

function node24() {
  const binary = join(root, 'node_modules/.bin/node');
  const works = existsSync(binary) && spawnSync(binary, ['--version']).status === 0;
  if (works) return binary;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  console.error(
    `Waybill runs on Node 24 and this is ${process.version}. The npm package "node" brings it, but its install script did not run: ` +
      'run `npm rebuild node --ignore-scripts=false`, or install Node 24.',
  );
  process.exit(1);
}

function run(node, args) {
  const hook = new URL('source.mjs', import.meta.url).href;
  const flags = [
    '--conditions=@waybill/source',
    '--import',
    hook,
    '--enable-source-maps',
    '--disable-warning=TimeoutNegativeWarning',
  ];
  // A separate process group: on Ctrl-C the terminal and npm both send a signal, and the command must receive only one, from here.
  const child = spawn(node, [...flags, join(root, 'tools/waybill.ts'), ...args], {
    stdio: 'inherit',
    detached: true,
  });
  const guard = guardAgainstOurEnd(child.pid);
  let heard = 0;
  const forward = (signal) => {
    const again = Date.now() - heard < 1000;
    heard = Date.now();
    if (!again) child.kill(signal);
  };
  process.on('SIGINT', forward);
  process.on('SIGTERM', forward);
  // A killed npm sends no signal, so its end is polled. Without npm the parent may end first (`node tools/setup.mjs demo &`).
  const parent = process.ppid;
  if (process.env.npm_execpath) setInterval(() => process.ppid !== parent && forward('SIGTERM'), 500).unref();
  child.once('error', (error) => {
    console.error(error.message);
    process.exit(1);
  });
  child.once('exit', (code, signal) => {
    guard.kill('SIGKILL');
    process.exit(code ?? 128 + constants.signals[signal]);
  });
}

// Starts a shell that reads from a pipe of this process. If this process is killed, the pipe closes and the shell ends the command.
function guardAgainstOurEnd(pid) {
  const script = 'read -r _; kill -s TERM -- "$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'waybill-guard', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  return guard;
}
