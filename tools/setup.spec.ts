import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { ROOT, eventually } from '@waybill/testing';

/** In place of npm: tells that it runs, and installs as soon as it is told to, if no signal comes before. */
const NPM = `
const { appendFileSync, existsSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('npm.log', 'started\\n');
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    clearInterval(waiting);
    appendFileSync('npm.log', signal + '\\n');
    setTimeout(() => process.exit(1), 200);
  });
const waiting = setInterval(() => {
  if (!existsSync('go')) return;
  clearInterval(waiting);
  mkdirSync('node_modules', { recursive: true });
  writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/one': { version: '1.0.0' } } }));
  appendFileSync('npm.log', 'ended\\n');
  process.exit(0);
}, 20);
`;

let folder: string;
let children: ChildProcess[];

beforeEach(() => {
  children = [];
  folder = mkdtempSync(join(tmpdir(), 'waybill-setup-'));
  mkdirSync(join(folder, 'tools'));
  copyFileSync(join(ROOT, 'tools/setup.mjs'), join(folder, 'tools/setup.mjs'));
  writeFileSync(join(folder, 'tools/source.mjs'), '');
  writeFileSync(join(folder, 'tools/waybill.ts'), 'console.log(`runs ${process.argv.slice(2).join(" ")}`);');
  writeFileSync(join(folder, 'package-lock.json'), '{"packages":{"node_modules/one":{"version":"1.0.0"}}}');
  writeFileSync(join(folder, 'npm-cli.js'), NPM);
});

afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function waybill(...args: string[]) {
  const child = spawn(process.execPath, ['tools/setup.mjs', ...args], {
    cwd: folder,
    env: { ...process.env, npm_execpath: join(folder, 'npm-cli.js') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let out = '';
  child.stdout.on('data', (chunk) => (out += chunk));
  const ended = Promise.all([once(child, 'close'), text(child.stderr)]).then(([[code], err]) => ({
    code: code as number | null,
    out,
    err,
  }));
  return { child, ended, out: () => out };
}

const file = (name: string): string => join(folder, name);
const npmLog = (): string => (existsSync(file('npm.log')) ? readFileSync(file('npm.log'), 'utf8') : '');
const until = (what: () => boolean) =>
  eventually(() => (what() ? Promise.resolve() : Promise.reject(new Error(npmLog()))));
const locks = (): string[] => readdirSync(file('.waybill'));

it('of two commands in a fresh clone one installs, and the other one says so and waits', async () => {
  const first = waybill('token');
  await until(() => npmLog() === 'started\n');
  const second = waybill('demo', '--once');
  await until(() => second.out() !== '');
  writeFileSync(file('go'), '');
  const [one, other] = await Promise.all([first.ended, second.ended]);
  expect(npmLog()).toBe('started\nended\n');
  expect(one).toEqual({
    code: 0,
    out: expect.stringMatching(
      /^Installing packages \(npm ci\), a minute or more: 0 s\n(.*\n)?Installed packages in \d+ s\nruns token\n$/,
    ),
    err: '',
  });
  expect(other).toEqual({
    code: 0,
    out: `Waiting for another command that installs the packages, process ${first.child.pid}: 0 s\nruns demo --once\n`,
    err: '',
  });
  expect(locks()).toEqual([]);
});

it.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
] as const)('passes %s on to npm, waits for its end and runs nothing', async (signal, code) => {
  const command = waybill('demo');
  await until(() => npmLog() === 'started\n');
  command.child.kill(signal);
  expect(await command.ended).toEqual({
    code,
    out: 'Installing packages (npm ci), a minute or more: 0 s\n',
    err: '',
  });
  expect(npmLog()).toBe(`started\n${signal}\n`);
  expect(locks()).toEqual([]);
});

it('takes over the lock of a process that was killed, and its npm ends', async () => {
  const killed = waybill('demo');
  await until(() => npmLog() === 'started\n');
  killed.child.kill('SIGKILL');
  await until(() => npmLog() === 'started\nSIGTERM\n');
  writeFileSync(file('go'), '');
  expect(await waybill('demo').ended).toMatchObject({ code: 0, out: expect.stringMatching(/runs demo\n$/) });
  expect(locks()).toEqual([]);
});

it('says which npm cannot be started', async () => {
  rmSync(file('npm-cli.js'));
  expect(await waybill('demo').ended).toMatchObject({
    code: 1,
    err: expect.stringContaining('npm ci failed'),
  });
});
