import { describe, expect, it } from '@jest/globals';
import { type UnitOfWorkWorld, overrideSession, twinWorld } from '@waybill/testing';
import type { BatchRunner } from './batch-runner.js';

const MESSAGES = 1_000;

interface Backlog {
  readonly world: UnitOfWorkWorld;
  readonly runner: BatchRunner;
  /** Names of the calls, batch by batch. */
  readonly batches: readonly (readonly string[])[];
  /** Resolves when all messages and requests were handled. */
  handled(): Promise<unknown>;
}

/** A runner with many messages in its queue, on which each call takes 4 ms. `onBatch` adds requests while a batch runs. */
async function backlog(onBatch: (batch: number, request: (name: string) => void) => void): Promise<Backlog> {
  const world = await twinWorld();
  const batches: string[][] = [];
  const database = overrideSession(world.database, (session) => ({
    begin: (claims, loads) => {
      batches.push([]);
      world.clock.advance(4 * claims.length);
      onBatch(batches.length, (name) => add(name, true));
      return session.begin(claims, loads);
    },
  }));
  const runner = world.unitOfWork({ database });
  const calls: Promise<void>[] = [];
  const add = (name: string, awaited?: true) =>
    void calls.push(
      runner.run(world.context(name, { awaited }), async () => void batches.at(-1)!.push(name)),
    );
  for (let index = 0; index < MESSAGES; index++) add(`message ${index}`);
  return { world, runner, batches, handled: () => runner.idle().then(() => Promise.all(calls)) };
}

const isRequest = (name: string) => name.startsWith('request');

describe('a request that arrives at a backlog of messages', () => {
  it('waits for the running batch alone', async () => {
    const { batches, handled } = await backlog((batch, request) => {
      if (batch === 2) request('request');
    });
    await handled();
    expect(batches.findIndex((names) => names.some(isRequest))).toBe(2);
  });

  it('waits for few messages when requests keep coming', async () => {
    const { batches, handled } = await backlog((batch, request) => {
      if (batch < 10) request(`request ${batch}`);
    });
    await handled();
    const sizes = batches.map((names) => names.length);
    expect(sizes.slice(0, 10)).toEqual([200, 32, 32, 32, 32, 32, 32, 32, 32, 32]);
    // The last request is more than a second ago.
    expect(Math.max(...sizes.slice(10))).toBe(200);
  });

  it('does not change the order of the messages', async () => {
    const { batches, handled } = await backlog((batch, request) => {
      if (batch < 20) for (let index = 0; index < 300; index++) request(`request ${batch} ${index}`);
    });
    await handled();
    const messages = batches.flat().filter((name) => !isRequest(name));
    expect(messages).toEqual(Array.from({ length: MESSAGES }, (_, index) => `message ${index}`));
    // A flood of requests leaves room for messages in each batch.
    expect(batches.slice(0, 20).every((names) => names.some((name) => !isRequest(name)))).toBe(true);
  });
});
