import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type { KafkaMessage } from 'kafkajs';
import { deliveryOf, typeOf } from './delivery-of.js';
import { kafkajsCodecs } from './kafkajs-fetch.js';
import { FETCH_BYTES, OldFormat, decodeFetchResponse } from './fetch-response.js';

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
const Record = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (record: object) => unknown;
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0/index.js') as {
  RecordBatch(batch: object): Promise<Encoder>;
};
/** The decoder of the installed kafkajs. Ours must return the same. */
const reference = require('kafkajs/src/protocol/requests/fetch/v11/response.js') as {
  decode(raw: Buffer): Promise<Decoded>;
};

interface Decoded {
  readonly responses: readonly { topicName: string; partitions: readonly DecodedPartition[] }[];
}
/** The properties of a message that come from its batch. */
interface BatchPart {
  readonly isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}
interface DecodedPartition {
  readonly partition: number;
  readonly messages: readonly KafkaMessage[];
}

const GZIP = 1;
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

async function batchOf(offset: string, batch: object = {}): Promise<Buffer> {
  const records = RECORDS.map((record, index) =>
    Record({ ...record, offsetDelta: index, timestampDelta: index * 5_000_000_000 }),
  );
  const times = { firstTimestamp: 1_790_000_000_000, maxTimestamp: 1_800_000_000_000 };
  const { buffer } = await RecordBatch({ records, ...times, lastOffsetDelta: 2, ...batch });
  // Brokers write the offset of the first record.
  const written = Buffer.from(buffer);
  written.writeBigInt64BE(BigInt(offset));
  return written;
}

/** One record that compresses to nearly nothing. */
async function largeBatchOf(offset: string, bytes: number): Promise<Buffer> {
  const record = Record({
    key: 'a',
    value: 'x'.repeat(bytes),
    headers: {},
    offsetDelta: 0,
    timestampDelta: 0,
  });
  const { buffer } = await RecordBatch({ records: [record], lastOffsetDelta: 0, compression: GZIP });
  const written = Buffer.from(buffer);
  written.writeBigInt64BE(BigInt(offset));
  return written;
}

function responseOf(...sets: Buffer[]): Buffer {
  const partition = (records: Buffer, index: number): Encoder =>
    new Encoder()
      .writeInt32(index)
      .writeInt16(index)
      .writeInt64('9007199254740993')
      .writeInt64(12)
      .writeInt64(-1)
      .writeArray([new Encoder().writeInt64('9007199254740995').writeInt64(3)])
      .writeInt32(-1)
      .writeInt32(records.length)
      .writeBuffer(records);
  const topic = new Encoder().writeString('orders').writeArray(sets.map(partition));
  return new Encoder().writeInt32(5).writeInt16(71).writeInt32(7).writeArray([topic]).buffer;
}

/** The parts of a response that a consumer needs, in the same form for both decoders. */
function shape({ responses, ...head }: Decoded) {
  const shaped = responses.map(({ topicName, partitions }) => ({
    topicName,
    partitions: partitions.map(({ messages, ...partition }) => ({
      ...partition,
      messages: messages.map((message) => {
        const { offset, timestamp, key, value, headers } = message;
        const { isControlRecord, batchContext } = message as unknown as BatchPart;
        const { producerId, inTransaction } = batchContext;
        return { offset, timestamp, key, value, headers, isControlRecord, producerId, inTransaction };
      }),
    })),
  }));
  return { ...head, responses: shaped };
}

const ours = async (raw: Buffer): Promise<Decoded> =>
  (await decodeFetchResponse(raw, kafkajsCodecs)) as unknown as Decoded;

describe('a response of version 11', () => {
  it.each([
    ['without records', []],
    ['with records', [{}]],
    ['with several batches in a partition', [{}, { producerId: '9007199254740997' }]],
    ['with compressed records', [{ compression: GZIP }, {}]],
    ['with records of a transaction', [{ transactional: true, producerId: 4 }]],
  ])('%s is decoded as kafkajs decodes it', async (_, batches: readonly object[]) => {
    const sets = await Promise.all(batches.map((batch, index) => batchOf(String(41 + 3 * index), batch)));
    const raw = responseOf(Buffer.concat(sets), Buffer.alloc(0));
    expect(shape(await ours(raw))).toEqual(shape(await reference.decode(raw)));
  });

  it('is decoded up to a batch that was cut off', async () => {
    const [first, second] = [await batchOf('41'), await batchOf('44')];
    for (const length of [5, 60, 80, second.length - 1]) {
      const raw = responseOf(Buffer.concat([first, second.subarray(0, length)]));
      const decoded = shape(await ours(raw));
      expect(decoded.responses[0]!.partitions[0]!.messages.map(({ offset }) => offset)).toEqual([
        '41',
        '42',
        '43',
      ]);
    }
  });

  it('is decoded up to the bytes of a fetch where decompressed records are larger, and at least one batch', async () => {
    const offsets = async (bytesOfBatch: number): Promise<string[]> => {
      const sets = ['41', '42', '43', '44'].map((offset) => largeBatchOf(offset, bytesOfBatch));
      const decoded = await ours(responseOf(Buffer.concat(await Promise.all(sets))));
      return decoded.responses[0]!.partitions[0]!.messages.map(({ offset }) => offset);
    };
    expect(await offsets(FETCH_BYTES / 4 - 100)).toEqual(['41', '42', '43', '44']);
    expect(await offsets(FETCH_BYTES / 2 - 100)).toEqual(['41', '42']);
    expect(await offsets(FETCH_BYTES * 2)).toEqual(['41']);
  });

  it('is left to kafkajs where its messages have a format before Kafka 0.11', async () => {
    const old = await batchOf('41');
    old.writeInt8(1, 16);
    await expect(ours(responseOf(old))).rejects.toThrow(OldFormat);
  });
});

describe('the headers of a record', () => {
  const messages = async (decode: (raw: Buffer) => Promise<Decoded>): Promise<readonly KafkaMessage[]> =>
    (await decode(responseOf(await batchOf('41')))).responses[0]!.partitions[0]!.messages;

  it('become the same delivery from both decoders', async () => {
    const deliveries = (all: readonly KafkaMessage[]) =>
      all.map((message) => deliveryOf('orders', 3, message));
    const [fetched, byKafkaJs] = [await messages(ours), await messages(reference.decode)];
    expect(deliveries(fetched)).toEqual(deliveries(byKafkaJs));
    expect(deliveries(fetched)[0]).toEqual({
      topic: 'orders',
      partition: 3,
      offset: 41,
      key: 'a',
      value: Buffer.from('{"n":1}'),
      headers: HEADERS,
    });
  });

  it('leave out one without a value, as Debezium writes it', async () => {
    const batch = await batchOf('41');
    // Changes the length of the header's value, which follows its name, from 0 to -1 (zigzag encoded as 1).
    batch[batch.indexOf('ce_empty') + 'ce_empty'.length] = 1;
    const decoded = await ours(responseOf(batch));
    const [first] = decoded.responses[0]!.partitions[0]!.messages;
    expect(first!.headers).toMatchObject({ ce_empty: null });
    expect(deliveryOf('orders', 3, first!).headers).not.toHaveProperty('ce_empty');
  });

  it('tell the type alone', async () => {
    expect((await messages(ours)).map(typeOf)).toEqual(['order.placed', '', 'order.placed']);
  });
});
