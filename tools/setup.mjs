#!/usr/bin/env node
// `waybill`: entry point of all commands of the repository, for any version of Node and without installed packages. Installs what is
// missing and runs tools/waybill.ts on Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
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
    if (!path.startsWith('node_modules/') || link || (optional && !found[path])) return true;
    return found[path]?.version === version;
  });
}

// Links workspace packages that were added since the last install, because running npm would take a minute.
function linkWorkspaces() {
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

async function install() {
  const started = Date.now();
  const elapsed = () => `${Math.round((Date.now() - started) / 1000)} s`;
  const line = 'Installing packages (npm ci)';
  const { isTTY } = process.stdout;
  process.stdout.write(isTTY ? line : `${line}, about a minute\n`);
  const ticking = setInterval(() => isTTY && process.stdout.write(`\r${line} ${elapsed()}`), 1000);
  // npm_execpath: the npm that runs this script, which may not be on the PATH.
  const npm = process.env.npm_execpath;
  const flags = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const stdio = ['ignore', 'pipe', 'pipe'];
  const child = npm?.endsWith('npm-cli.js')
    ? spawn(process.execPath, [npm, ...flags], { cwd: root, stdio })
    : spawn('npm', flags, { cwd: root, stdio });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  clearInterval(ticking);
  if (code !== 0) {
    console.error(`\n${output.trimEnd()}\nnpm ci failed (exit code ${code}) after ${elapsed()}.`);
    process.exit(1);
  }
  console.log(`${isTTY ? '\r' : ''}Installed packages in ${elapsed()}     `);
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
  const script = 'read -r _; kill -s TERM "$1"';
  const guard = spawn('/bin/sh', ['-c', script, 'waybill-guard', String(pid)], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  return guard;
}
