import { createRequire } from 'node:module';
import { ProtocolWriter } from './protocol-writer.js';

type Bytes = Buffer | string | null;

export interface ProducedMessage {
  readonly key?: Bytes;
  readonly value: Bytes;
  readonly headers?: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>;
  /** Of the producer's choice; the time of sending where it is absent. */
  readonly timestamp?: string;
}

export interface ProduceOptions {
  readonly acks: number;
  readonly timeout: number;
  /** The number of the codec, 0 for none. */
  readonly compression?: number;
  readonly transactionalId?: string | null | undefined;
  readonly producerId?: unknown;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly messages: readonly ProducedMessage[];
    }[];
  }[];
}

/** Compresses encoded records. */
export type Compress = (records: Buffer) => Promise<Buffer>;

const RECORD_BATCH = 2;
const NONE = -1;
const crc32c = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/crc32C/index.js') as (
  bytes: Buffer,
) => number;
/** Used between two awaits only. */
const writer = new ProtocolWriter();

/** Whether `encodeProduceRequest` can encode it: without a transaction, a producer id and times of the producer's choice. */
export function isPlain({ transactionalId, producerId, topicData }: ProduceOptions): boolean {
  const chosen = topicData.some(({ partitions }) =>
    partitions.some(({ messages }) => messages.some(({ timestamp }) => timestamp !== undefined)),
  );
  return !transactionalId && producerId === undefined && !chosen;
}

/** Encodes versions 3 to 7 of the request, byte by byte as kafkajs does, which makes a buffer for each name and value of a header. */
export async function encodeProduceRequest(
  { acks, timeout, compression = 0, topicData }: ProduceOptions,
  now: number,
  compress: Compress | undefined,
): Promise<Buffer> {
  const topics: { topic: string; partitions: { partition: number; batch: Buffer }[] }[] = [];
  for (const { topic, partitions } of topicData) {
    const batches: { partition: number; batch: Buffer }[] = [];
    for (const { partition, messages } of partitions) {
      const plain = encodeRecords(messages);
      const records = compress ? await compress(plain) : plain;
      batches.push({ partition, batch: encodeBatch(records, messages.length, compression, now) });
    }
    topics.push({ topic, partitions: batches });
  }
  writer.int16(NONE).int16(acks).int32(timeout).int32(topics.length);
  for (const { topic, partitions } of topics) {
    writer.string(topic).int32(partitions.length);
    for (const { partition, batch } of partitions) writer.int32(partition).int32(batch.length).raw(batch);
  }
  return writer.taken();
}

function encodeRecords(messages: readonly ProducedMessage[]): Buffer {
  messages.forEach((message, index) => writer.sized(() => writeRecord(message, index)));
  return writer.taken();
}

function writeRecord({ key = null, value, headers = {} }: ProducedMessage, offsetDelta: number): void {
  const pairs = Object.entries(headers).flatMap(([name, texts]) =>
    (Array.isArray(texts) ? texts : [texts]).map((text) => [name, text as Buffer | string] as const),
  );
  // Attributes, and the time after that of the first record.
  writer.int8(0).varint(0).varint(offsetDelta).bytes(key).bytes(value).varint(pairs.length);
  for (const [name, text] of pairs) writer.bytes(name).bytes(text);
}

function encodeBatch(records: Buffer, count: number, compression: number, now: number): Buffer {
  const body = writer
    .int16(compression)
    .int32(count - 1)
    .int64(now)
    .int64(now)
    .int64(NONE)
    .int16(0)
    .int32(0)
    .int32(count)
    .raw(records)
    .taken();
  const head = 4 + 1 + 4;
  return writer
    .int64(0)
    .int32(head + body.length)
    .int32(0)
    .int8(RECORD_BATCH)
    .uint32(crc32c(body))
    .raw(body)
    .taken();
}
