// Entry point of all commands of the repository, for any version of Node and without installed packages:
// `node tools/setup.mjs <command> [arguments]` installs what is missing and runs the command's file on Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMMANDS = {
  demo: 'starts the platform and places four orders; Ctrl-C stops it (-- --once: stop after the orders; --broker rabbitmq|redis|memory)',
  start:
    'runs these services in one process, with the settings of docs/configuration.md (-- order payment); without names the demo',
  test: 'runs all tests (-- libs/kernel: only those of one folder)',
  dev: 'runs one service in watch mode and the others beside it (-- order)',
  token: 'prints a token for the HTTP APIs of the demo (-- --sub ada --admin, or --operator)',
  load: 'places orders under load and reports rate, latency and CPU (-- --clients 20 --seconds 30)',
  replay: 'places the orders of a real retailer’s sales records',
  bench:
    'measures the figures of docs/performance.md (-- --against REF: compare with another commit; -- --help)',
  simulate: 'simulates the platform with injected faults (-- --runs 1000; -- --seed N: repeat one run)',
  corpus: 'stored data of a released commit, for the specs that read it for ever (-- REF)',
  prove: 'runs the proofs of docs/proofs.md at full length (-- messaging | memory | orders | upgrade)',
  new: 'generates a service, use case, event, reaction or broker (-- service loyalty)',
  'new:check': 'runs every generator in a copy of the repository, and the tests of what it generates',
  tutorial: 'runs docs/tutorial.md in a copy of the repository',
  hotel: 'runs another business on the libraries, installed as packages',
  events:
    'reads the topics (-- trace --order ID: every message of an order; -- replay: rebuild the view of a consumer)',
  'dead-letters': 'handles dead letters (-- list | show | edit | redrive | discard)',
  reconcile: 'compares our payments with the gateway’s (-- --from 2026-03-01 --to 2026-03-02)',
  sagas:
    'shows and repairs fulfilment sagas (-- list | show ID | retry ID | resolve ID --step S --note TEXT)',
  trail: 'lists what admins and operators did, in all services (-- --subject NAME --from TIME)',
  audit:
    'checks that the databases and topics agree, and names the service that is wrong (-- --json | --watch)',
  projections:
    'shows, rebuilds and verifies the views of the order service (-- list | rebuild NAME | verify NAME)',
  'test:brokers': 'tests the brokers on real servers and kills consumers and servers',
  'test:cdc': 'compares the records that Debezium and the relay publish',
  'kafka:acls': 'prints the ACLs that Kafka needs for each service (-- --format json; -- --apply)',
  contracts:
    'generates schemas, AsyncAPI, OpenAPI and the message catalog (-- --check: fails if they are out of date)',
  'contracts:check': 'reports message changes that break consumers (-- --against REF)',
  advisories: 'lists known vulnerabilities of the packages in the image',
  docs: 'generates documents from the code and checks all pages (-- --check: fails if they are out of date)',
};

/** Commands that are apps; all others are tools/<command>.ts. */
const APPS = { audit: 'apps/audit/src/main.ts' };

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [command, ...args] = process.argv.slice(2);

if (command !== undefined && !Object.hasOwn(COMMANDS, command)) {
  console.error(`Unknown command "${command}". ${help()}`);
  process.exit(1);
}
if (!installed()) await install();
linkWorkspaces();
if (command === undefined) {
  console.log(`Everything is installed. ${help()}`);
} else {
  run(node24(), join(root, APPS[command] ?? `tools/${command.replace(':', '-')}.ts`));
}

function help() {
  const lines = Object.entries(COMMANDS).map(([name, what]) => `  npm run ${name.padEnd(14)}${what}`);
  return `The commands are:\n${lines.join('\n')}`;
}

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

function run(node, file) {
  if (!existsSync(file)) {
    console.error(`${file} does not exist.`);
    process.exit(1);
  }
  const hook = new URL('source.mjs', import.meta.url).href;
  const flags = [
    '--conditions=@waybill/source',
    '--import',
    hook,
    '--enable-source-maps',
    '--disable-warning=TimeoutNegativeWarning',
  ];
  // A separate process group: on Ctrl-C the terminal and npm both send a signal, and the command must receive only one, from here.
  const child = spawn(node, [...flags, file, ...args], { stdio: 'inherit', detached: true });
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
