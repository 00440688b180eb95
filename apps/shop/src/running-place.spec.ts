import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { runningPlace, takePlace } from './running-place.js';

const ADDRESSES = { auditUrl: 'postgres://audit', ownerUrl: 'postgres://owner', brokerUrl: 'kafka://k' };
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-place-'));
  file = join(folder, 'demo.json');
});
afterEach(() => rmSync(folder, { recursive: true }));

const mark = (pid: number, since = new Date().toISOString()): void =>
  writeFileSync(file, JSON.stringify({ pid, command: 'npm run demo', since, addresses: ADDRESSES }));

it('tells other commands where the platform is, until it leaves', () => {
  const place = takePlace('npm run demo', file);
  expect(runningPlace(file)).toBeUndefined();
  place.tell(ADDRESSES);
  expect(runningPlace(file)).toEqual(ADDRESSES);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  place.leave();
  expect(runningPlace(file)).toBeUndefined();
  expect(readdirSync(folder)).toEqual([]);
});

it('is refused while another process has it, which is named and keeps it', () => {
  mark(process.ppid);
  const before = readFileSync(file, 'utf8');
  expect(() => takePlace('npm run demo', file)).toThrow(
    new RegExp(
      `^npm run demo runs already: process ${process.ppid}, since \\d\\d:\\d\\d:\\d\\d, on the ports 3000 to 3026\\.`,
    ),
  );
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(runningPlace(file)).toEqual(ADDRESSES);
  expect(readdirSync(folder)).toEqual(['demo.json']);
});

it('is left only by the process that has it', () => {
  const place = takePlace('npm run dev', file);
  mark(process.ppid);
  place.tell(ADDRESSES);
  place.leave();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ pid: process.ppid });
});

it('is taken over from a process that was killed, and from one before the last start of the machine', async () => {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  mark(child.pid!);
  expect(runningPlace(file)).toBeUndefined();
  takePlace('npm run demo', file).leave();
  mark(process.ppid, '2001-01-01T00:00:00.000Z');
  expect(runningPlace(file)).toBeUndefined();
  takePlace('npm run demo', file).leave();
  expect(readdirSync(folder)).toEqual([]);
});
