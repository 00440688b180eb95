import { createRequire } from 'node:module';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { type ProducedMessage, encodeProduceRequest, isPlain } from './produce-request.js';

const require = createRequire(import.meta.url);
/** The installed version's own, which ours must agree with. */
const reference = require('kafkajs/src/protocol/requests/produce/v7/request.js') as (options: object) => {
  encode(): Promise<{ readonly buffer: Buffer }>;
};
const NOW = 1_790_000_000_000;
const GZIP = 1;

const MESSAGES: readonly ProducedMessage[] = [
  {
    key: 'order-1',
    value: '{"n":1}',
    headers: { ce_type: 'order.placed', 'x-name': 'größer', ce_empty: '' },
  },
  { key: Buffer.from([0, 255]), value: Buffer.from('ü'), headers: { many: ['one', Buffer.from('two')] } },
  { key: null, value: null },
  {
    value: 'x'.repeat(200_000),
    headers: Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`h${n}`, 'y'])),
  },
];
const optionsOf = (...partitions: (readonly ProducedMessage[])[]) => ({
  acks: -1,
  timeout: 30_000,
  topicData: [
    { topic: 'orders', partitions: partitions.map((messages, partition) => ({ partition, messages })) },
    { topic: 'größen', partitions: [{ partition: 3, messages: MESSAGES.slice(0, 1) }] },
  ],
});

beforeEach(() => void jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'queueMicrotask'] }));
afterEach(() => void jest.useRealTimers());

it('has the bytes that kafkajs sends', async () => {
  for (const options of [optionsOf(), optionsOf(MESSAGES), optionsOf(MESSAGES.slice(0, 1), MESSAGES, [])]) {
    const ours = await encodeProduceRequest(options, NOW, undefined);
    expect(ours.equals((await reference(options).encode()).buffer)).toBe(true);
  }
});

it('compresses the records of each partition', async () => {
  const options = optionsOf(MESSAGES);
  const uncompressed: Buffer[] = [];
  const raw = await encodeProduceRequest({ ...options, compression: GZIP }, NOW, (records) => {
    uncompressed.push(records);
    return Promise.resolve(gzipSync(records));
  });
  const plain = await encodeProduceRequest(options, NOW, undefined);
  for (const records of uncompressed) {
    expect(plain.includes(records)).toBe(true);
    const compressed = gzipSync(records);
    expect(
      gunzipSync(raw.subarray(raw.indexOf(compressed), raw.indexOf(compressed) + compressed.length)),
    ).toEqual(records);
  }
  expect(uncompressed).toHaveLength(2);
});

it('is left to kafkajs in transactions, of idempotent producers and with times of their choice', () => {
  const plain = { ...optionsOf(MESSAGES), transactionalId: undefined, producerId: undefined };
  expect(isPlain(plain)).toBe(true);
  expect(isPlain({ ...plain, transactionalId: 'one' })).toBe(false);
  expect(isPlain({ ...plain, producerId: 7 })).toBe(false);
  expect(isPlain(optionsOf([{ value: 'old', timestamp: '1' }]))).toBe(false);
});
