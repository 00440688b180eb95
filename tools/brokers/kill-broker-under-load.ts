import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutboxMessage, Publisher } from '@waybill/outbox';
import { brokerFrom } from '@waybill/platform';

export interface BrokerTest {
  readonly url: string;
  readonly messages: number;
  readonly keys: number;
  /** Kills and restarts the server; without it the server stays up. */
  readonly restart?: () => Promise<void>;
  /** `early`: consumers acknowledge a message before they have handled it. */
  readonly mode?: 'early';
  readonly waitMs?: number;
}

export interface Counts {
  readonly lost: number;
  readonly doubled: number;
  /** Messages that were first handled after a later one of their key. */
  readonly disordered: number;
  readonly seconds: number;
}

/**
 * Publishes messages to two consumer processes. Kills one of them with SIGKILL after a third of the messages and replaces it, and kills
 * and restarts the server after two thirds. The consumers append what they handled to one file.
 */
export async function killBrokerUnderLoad(test: BrokerTest): Promise<Counts> {
  const { url, messages, keys, restart, mode, waitMs = 90_000 } = test;
  const folder = await mkdtemp(join(tmpdir(), 'waybill-broker-test-'));
  const file = join(folder, 'handled');
  await writeFile(file, '');
  const name = `broker-test-${randomBytes(4).toString('hex')}`;
  const broker = brokerFrom(process.env, name, url);
  const members: ChildProcess[] = [];
  const enter = async (): Promise<void> =>
    void members.push(await member([url, name, name, file, mode ?? '']));
  const handled = async (): Promise<Line[]> => linesOf(await readFile(file, 'utf8'));
  try {
    await broker.ensureTopics([{ name, partitions: 6, retentionMs: 3_600_000 }]);
    await enter();
    await enter();
    const start = performance.now();
    const batch = 250;
    for (let from = 0; from < messages; from += batch) {
      const rows = Array.from({ length: Math.min(batch, messages - from) }, (_, index) =>
        row(name, `key-${(from + index) % keys}`, from + index),
      );
      await send(broker.publisher, rows);
      if (from === Math.floor(messages / 3 / batch) * batch) {
        const [victim] = members as [ChildProcess];
        // Kills it while messages are in flight.
        while ((await handled()).filter(({ by }) => by === victim.pid).length < 50) await sleep(5);
        victim.kill('SIGKILL');
        await enter();
      }
      if (restart && from === Math.floor((messages * 2) / 3 / batch) * batch) await restart();
    }
    const deadline = performance.now() + waitMs;
    while (distinct(await handled()) < messages && performance.now() < deadline) await sleep(100);
    // A member that has lost its server must reconnect by itself.
    const gone = members.slice(1).find(({ exitCode }) => exitCode !== null);
    if (gone) throw new Error(`a member ended by itself, with code ${gone.exitCode}`);
    return countsOf(await handled(), messages, keys, (performance.now() - start) / 1_000);
  } finally {
    for (const child of members) child.kill('SIGKILL');
    await broker.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Like the relay: retries until the broker acknowledges, before it sends the next. */
async function send(publisher: Publisher, rows: readonly OutboxMessage[]): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await publisher.publish(rows, 10_000);
      return;
    } catch (error) {
      if (tries > 100) throw error;
      await sleep(200);
    }
  }
}

interface Line {
  readonly nr: number;
  /** The process that handled it. */
  readonly by: number;
}

function linesOf(text: string): Line[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [nr = NaN, by = NaN] = line.split(' ').map(Number);
      return { nr, by };
    });
}

const distinct = (lines: readonly Line[]): number => new Set(lines.map(({ nr }) => nr)).size;

function countsOf(lines: readonly Line[], messages: number, keys: number, seconds: number): Counts {
  const seen = new Set<number>();
  const highest = new Map<number, number>();
  let disordered = 0;
  for (const { nr } of lines) {
    if (seen.has(nr)) continue;
    seen.add(nr);
    const key = nr % keys;
    if (nr < (highest.get(key) ?? -1)) disordered++;
    else highest.set(key, nr);
  }
  return { lost: messages - seen.size, doubled: lines.length - seen.size, disordered, seconds };
}

function member(args: readonly string[]): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL('member.ts', import.meta.url)), args, {
    // Errors of broken connections are expected here.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve(child));
    child.once('exit', (code) => reject(new Error(`a member ended with ${code} before it had joined`)));
  });
}

function row(topic: string, key: string, nr: number): OutboxMessage {
  return {
    position: nr,
    shard: 0,
    topic,
    key,
    id: `${topic}-${nr}`,
    type: 'ordeal.happened',
    version: 1,
    source: '/ordeal',
    time: new Date(),
    correlationId: 'c',
    causationId: 'd',
    userId: null,
    tenant: 'default',
    traceparent: 't',
    aggregateType: null,
    aggregateVersion: null,
    body: String(nr),
  };
}
