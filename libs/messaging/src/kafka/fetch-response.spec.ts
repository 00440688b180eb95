import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import { deliveryOf, typeOf } from './delivery-of.js';
import { decodeFetchResponse } from './fetch-response.js';
import { FetchedMessage } from './fetched-message.js';
import { TRANSACTIONAL, batchOf, withChecksum } from './record-batch.fixture.js';

const require = createRequire(import.meta.url);
interface Encoder {
  readonly buffer: Buffer;
  writeInt8(value: number): this;
  writeInt16(value: number): this;
  writeInt32(value: number): this;
  writeInt64(value: number | string): this;
  writeString(text: string): this;
  writeArray(items: unknown[]): this;
  writeBuffer(bytes: Buffer): this;
}
const Encoder = require('kafkajs/src/protocol/encoder.js') as new () => Encoder;
/** The decoders of the installed kafkajs. Ours must return the same. */
const reference = (version: number) =>
  require(`kafkajs/src/protocol/requests/fetch/v${version}/response.js`) as {
    decode(raw: Buffer): Promise<Decoded>;
  };

interface Decoded {
  readonly errorCode?: number;
  readonly sessionId?: number;
  readonly responses: readonly { topicName: string; partitions: readonly DecodedPartition[] }[];
}
interface DecodedPartition {
  readonly partition: number;
  readonly errorCode: number;
  readonly highWatermark: string;
  readonly lastStableOffset: string;
  readonly messages: readonly KafkaMessage[];
}

const HEADERS = { ce_id: 'one', ce_type: 'order.placed', 'x-unknown': 'größer', ce_empty: '' };
const RECORDS = [
  { key: 'a', value: '{"n":1}', headers: HEADERS },
  { key: null, value: null, headers: {} },
  {
    key: 'b'.repeat(100),
    value: 'x'.repeat(300),
    headers: { ce_type: ['order.placed', 'twice'] },
  },
];
const GZIP = { attributes: 1, compress: (records: Buffer) => gzipSync(records) };

/** A response of this version with these records in its partitions. */
function responseOf(version: number, ...sets: Buffer[]): Buffer {
  const partition = (records: Buffer, index: number): Encoder => {
    const fields = new Encoder()
      .writeInt32(index)
      .writeInt16(index)
      .writeInt64('9007199254740993')
      .writeInt64(12);
    if (version >= 5) fields.writeInt64(-1);
    fields.writeArray([new Encoder().writeInt64('9007199254740995').writeInt64(3)]);
    if (version >= 11) fields.writeInt32(-1);
    return fields.writeInt32(records.length).writeBuffer(records);
  };
  const topic = new Encoder().writeString('orders').writeArray(sets.map(partition));
  const head = new Encoder().writeInt32(5);
  if (version >= 7) head.writeInt16(71).writeInt32(7);
  return head.writeArray([topic]).buffer;
}

const shapeOf = ({ offset, timestamp, key, value, headers }: KafkaMessage) => ({
  offset,
  timestamp,
  key,
  value,
  headers,
});

/** The parts of a response that a consumer needs, as kafkajs decodes them and as we do. */
async function both(version: number, raw: Buffer) {
  const theirs = await reference(version).decode(raw);
  const ours = decodeFetchResponse(raw, version, () => 41);
  return {
    theirs: {
      errorCode: theirs.errorCode ?? 0,
      sessionId: theirs.sessionId ?? 0,
      topics: theirs.responses.map(({ topicName, partitions }) => ({
        topic: topicName,
        partitions: partitions.map(({ partition, errorCode, highWatermark, lastStableOffset, messages }) => ({
          partition,
          errorCode,
          highWatermark,
          lastStableOffset,
          messages: messages.map(shapeOf),
        })),
      })),
    },
    ours: {
      errorCode: ours.errorCode,
      sessionId: ours.sessionId,
      topics: ours.topics.map(({ topic, partitions }) => ({
        topic,
        partitions: partitions.map(({ partition, errorCode, highWatermark, lastStableOffset, fetched }) => ({
          partition,
          errorCode,
          highWatermark,
          lastStableOffset,
          messages: fetched.records.map((record) => shapeOf(new FetchedMessage(record) as KafkaMessage)),
        })),
      })),
    },
  };
}

describe.each([4, 5, 7, 8, 11])('a response of version %i', (version) => {
  it.each([
    ['without records', []],
    ['with records', [{}]],
    ['with several batches in a partition', [{}, { producerId: 4 }]],
    ['with compressed records', [GZIP, {}]],
    ['with records of a transaction', [{ attributes: TRANSACTIONAL, producerId: 4 }]],
  ])('%s is decoded as kafkajs decodes it', async (_, batches: readonly object[]) => {
    const sets = await Promise.all(batches.map((batch, index) => batchOf(41 + 3 * index, RECORDS, batch)));
    const { ours, theirs } = await both(version, responseOf(version, Buffer.concat(sets), Buffer.alloc(0)));
    expect(ours).toEqual(theirs);
  });

  it('has the problem of a partition beside the records of the others', async () => {
    const good = await batchOf(41, RECORDS);
    const raw = responseOf(version, await batchOf(41, RECORDS, { attributes: 5 }), good);
    const [{ partitions }] = decodeFetchResponse(raw, version, () => 41).topics as [
      ReturnType<typeof decodeFetchResponse>['topics'][number],
    ];
    expect(
      partitions.map(({ fetched: { records, next, problem } }) => [records.length, next, problem?.name]),
    ).toEqual([
      [0, 41, 'Undecodable'],
      [3, 44, undefined],
    ]);
  });
});

describe('the headers of a record', () => {
  const raw = async (): Promise<Buffer> => responseOf(11, await batchOf(41, RECORDS));
  const ours = (response: Buffer): KafkaMessage[] =>
    decodeFetchResponse(response, 11, () => 41).topics[0]!.partitions[0]!.fetched.records.map(
      (record) => new FetchedMessage(record) as KafkaMessage,
    );

  it('become the same delivery from both decoders', async () => {
    const deliveries = (all: readonly KafkaMessage[]) =>
      all.map((message) => deliveryOf('orders', 3, message));
    const theirs = (await reference(11).decode(await raw())).responses[0]!.partitions[0]!.messages;
    expect(deliveries(ours(await raw()))).toEqual(deliveries(theirs));
    expect(deliveries(theirs)[0]).toEqual({
      topic: 'orders',
      partition: 3,
      offset: 41,
      key: 'a',
      value: Buffer.from('{"n":1}'),
      headers: HEADERS,
    });
  });

  it('leave out one without a value, as Debezium writes it', async () => {
    const batch = await batchOf(41, RECORDS);
    // Changes the length of the header's value, which follows its name, from 0 to -1 (zigzag encoded as 1).
    batch[batch.indexOf('ce_empty') + 'ce_empty'.length] = 1;
    const [first] = ours(responseOf(11, withChecksum(batch)));
    expect(first!.headers).toMatchObject({ ce_empty: null });
    expect(deliveryOf('orders', 3, first!).headers).not.toHaveProperty('ce_empty');
  });

  it('tell the type alone', async () => {
    expect(ours(await raw()).map(typeOf)).toEqual(['order.placed', '', 'order.placed']);
  });
});
