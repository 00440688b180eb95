import { createRequire } from 'node:module';
import { expect, it } from '@jest/globals';
import { patchFetch } from './kafkajs-fetch.js';

patchFetch();
patchFetch();
const require = createRequire(import.meta.url);
const FETCH = 1;
const SESSION_NOT_FOUND = 70;

interface Encoded {
  readonly buffer: Buffer;
}
interface Protocol {
  readonly request: { readonly apiVersion: number; encode(): Promise<Encoded> };
}
interface Broker {
  lookupRequest: unknown;
  fetch(request: object): Promise<object>;
}
const BrokerClass = require('kafkajs/src/broker/index.js') as new (options: object) => Broker;
const { lookup } = require('kafkajs/src/protocol/requests/index.js') as { lookup(versions: object): unknown };

/** A broker object of the installed kafkajs, with this maximum version of the fetch protocol and these responses. */
function brokerOf(maxVersion: number, answers: (object | Error)[]) {
  const sent: string[] = [];
  const send = async ({ request }: Protocol): Promise<object> => {
    const { buffer } = await request.encode();
    // replica, wait, bytes (twice) and isolation come before the session
    if (request.apiVersion >= 7)
      sent.push(`${buffer.readInt32BE(17)}/${buffer.readInt32BE(21)}: ${buffer.readInt32BE(25)} topics`);
    const answer = answers.shift() ?? { responses: [] };
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const logger = { namespace: () => ({ debug: () => undefined }) };
  const broker = new BrokerClass({
    connectionPool: { send, connectionTimeout: 1, host: 'h', port: 1 },
    logger,
  });
  broker.lookupRequest = lookup({ [FETCH]: { minVersion: 4, maxVersion } });
  const fetch = (fetchOffset: string): Promise<object> =>
    broker.fetch({ topics: [{ topic: 'orders', partitions: [{ partition: 0, fetchOffset, maxBytes: 1 }] }] });
  return { sent, fetch };
}

it('sends the session with each fetch, and only what has changed', async () => {
  const kept = { errorCode: 0, sessionId: 7, responses: [] };
  const { sent, fetch } = brokerOf(17, [kept, kept, kept]);
  for (const offset of ['5', '5', '6']) expect(await fetch(offset)).toEqual(kept);
  expect(sent).toEqual(['0/0: 1 topics', '7/1: 0 topics', '7/2: 1 topics']);
});

it('opens another session after an error of the broker or the connection', async () => {
  const kept = { errorCode: 0, sessionId: 7, responses: [] };
  const lost = { errorCode: SESSION_NOT_FOUND, sessionId: 0, responses: [] };
  const { sent, fetch } = brokerOf(17, [kept, lost, kept, new Error('the connection was closed'), kept]);
  for (let count = 0; count < 3; count++) await fetch('5');
  await expect(fetch('5')).rejects.toThrow('the connection was closed');
  await fetch('5');
  expect(sent).toEqual(['0/0: 1 topics', '7/1: 0 topics', '7/0: 1 topics', '7/1: 0 topics', '7/0: 1 topics']);
});

it('does without where the broker knows no sessions', async () => {
  const { sent, fetch } = brokerOf(6, []);
  expect(await fetch('5')).toEqual({ responses: [] });
  expect(await fetch('5')).toEqual({ responses: [] });
  expect(sent).toEqual([]);
});
