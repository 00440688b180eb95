import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@waybill/testing';
import { type FastifyInstance, fastify } from 'fastify';
import { answerInTime } from './deadline.js';

/** Timers that fire when the test says so. */
class Alarms {
  readonly pending: { readonly ms: number; readonly callback: () => void }[] = [];

  after(ms: number, callback: () => void): () => void {
    const alarm = { ms, callback };
    this.pending.push(alarm);
    return () => void this.pending.splice(this.pending.indexOf(alarm), 1);
  }

  ring(): void {
    for (const { callback } of this.pending) callback();
  }
}

describe('the deadline of a request', () => {
  let alarms: Alarms;
  let server: FastifyInstance;
  let arrived: Promise<void>;
  let finish: () => void;
  let sending: Promise<void> | undefined;

  beforeEach(() => {
    alarms = new Alarms();
    sending = undefined;
    server = fastify();
    answerInTime(server, 15_000, alarms);
    let arrive: () => void;
    arrived = new Promise((resolve) => (arrive = resolve));
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const work = async (): Promise<string> => {
      arrive();
      await finished;
      return 'done';
    };
    // As the compression of a body does.
    server.addHook('onSend', async (_, __, payload) => {
      await sending;
      return payload;
    });
    server.get('/work', work);
    server.get('/long', { config: { deadline: false } as object }, work);
  });
  afterEach(() => server.close());

  it('is forgotten when the response is sent', async () => {
    const answer = server.inject('/work');
    await arrived;
    finish();
    expect((await answer).body).toBe('done');
    expect(alarms.pending).toEqual([]);
  });

  it('answers a request whose handler is still at work, and drops what it returns later', async () => {
    const answer = server.inject('/work');
    await arrived;
    expect(alarms.pending.map(({ ms }) => ms)).toEqual([15_000]);
    alarms.ring();
    finish();
    const { statusCode, body } = await answer;
    expect(statusCode).toBe(500);
    expect(JSON.parse(body)).toMatchObject({
      code: 'DEADLINE_EXCEEDED',
      message:
        'The service did not finish within 15 s. A change may still take effect: repeat the request with the same Idempotency-Key.',
    });
  });

  it('is over when the handler has finished, also while its response is being compressed', async () => {
    let compressed: (() => void) | undefined;
    sending = new Promise((resolve) => (compressed = resolve));
    const answer = server.inject('/work');
    await arrived;
    const [alarm] = alarms.pending;
    finish();
    await eventually(() => expect(alarms.pending).toEqual([]));
    alarm!.callback();
    compressed?.();
    expect((await answer).body).toBe('done');
  });

  it('begins after the wait that the request prefers', async () => {
    const answer = server.inject({ url: '/work', headers: { prefer: 'wait=20' } });
    await arrived;
    expect(alarms.pending.map(({ ms }) => ms)).toEqual([35_000]);
    finish();
    await answer;
  });

  it('is none for a route that takes as long as its work', async () => {
    const answer = server.inject('/long');
    await arrived;
    expect(alarms.pending).toEqual([]);
    finish();
    await answer;
  });
});
