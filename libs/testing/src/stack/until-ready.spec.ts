import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Progress } from './progress.js';
import { startTimeoutMs, untilReady } from './until-ready.js';

let folder: string;
let logFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'waybill-ready-'));
  logFile = join(folder, 'order.log');
  writeFileSync(logFile, '');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Ready at the last of these looks; before it does each of them. */
function looks(count: number, look: (number: number) => void) {
  let done = 0;
  return () => {
    if (done === count) return Promise.resolve();
    look(++done);
    return Promise.reject(new Error('its database is starting'));
  };
}
const alive = () => undefined;
const STALL = 150;
const patience = { stallMs: STALL, every: 30 };

it('waits longer than the longest stall while the log grows', async () => {
  const ready = looks(20, () => appendFileSync(logFile, 'a line\n'));
  await untilReady({ name: 'order', logFile, ready, ended: alive }, patience);
});

it('waits longer than the longest stall while what it waits for changes', async () => {
  let number = 0;
  const ready = () => (++number > 20 ? Promise.resolve() : Promise.reject(new Error(`migration ${number}`)));
  await untilReady({ name: 'order', logFile, ready, ended: alive }, patience);
});

it('gives up without progress, and says what it waited for, the setting and the log', async () => {
  writeFileSync(
    logFile,
    '[0.705s][warning][cds,dynamic] Unable to use shared archive\nOpenJDK 64-Bit Server VM warning: x\nthe cause\n',
  );
  const ready = () => Promise.reject(new Error('its database is starting'));
  await expect(untilReady({ name: 'order', logFile, ready, ended: alive }, patience)).rejects.toThrow(
    /^order is not ready after \d+ s and made no progress for \d+ s: its database is starting\. Set START_TIMEOUT to more than 0 s if this machine is slow\. Its log is .*order\.log and ends with:\n {2}the cause$/,
  );
});

it('gives up after ten stalls although the log grows for ever', async () => {
  const ready = looks(Infinity, () => appendFileSync(logFile, 'again\n'));
  await expect(
    untilReady({ name: 'order', logFile, ready, ended: alive }, { stallMs: 40, every: 10 }),
  ).rejects.toThrow(/^order is not ready after \d+ s: its database is starting/);
});

it('does not wait for a process that has ended', async () => {
  const ready = () => Promise.reject(new Error('connect ECONNREFUSED'));
  await expect(
    untilReady({ name: 'order', logFile, ready, ended: () => 'did not start: it ended with code 1' }),
  ).rejects.toThrow(`order did not start: it ended with code 1. Its log is ${logFile}, which is empty.`);
});

it('tells what starts, what it waits for at each change, and that it is up', async () => {
  const told: string[] = [];
  const progress: Progress = {
    starts: (name) => told.push(`${name} starts`),
    waits: (name, what) => told.push(`${name} waits: ${what}`),
    isUp: (name) => told.push(`${name} is up`),
  };
  await untilReady(
    { name: 'order', logFile, ready: looks(3, () => undefined), ended: alive },
    { ...patience, progress },
  );
  expect(told).toEqual(['order starts', 'order waits: its database is starting', 'order is up']);
});

describe('START_TIMEOUT', () => {
  afterEach(() => void delete process.env['START_TIMEOUT']);

  it('is in seconds, by default 120', () => {
    expect(startTimeoutMs()).toBe(120_000);
    process.env['START_TIMEOUT'] = '300';
    expect(startTimeoutMs()).toBe(300_000);
  });

  it.each(['0', 'long', '-1'])('is not %s', (text) => {
    process.env['START_TIMEOUT'] = text;
    expect(() => startTimeoutMs()).toThrow(
      `START_TIMEOUT must be a number of seconds above 0 (got "${text}")`,
    );
  });
});
