import { Cursor } from './cursor.js';
import { RecordHeaders } from './record-headers.js';

/** Decompresses the records of a batch. */
export type Decompress = (records: Buffer) => Promise<Buffer>;
/** By the number of the codec; undefined for records that are not compressed. */
export type Codecs = (codec: number) => Decompress | undefined;

/** What a consumer fetches of a partition at a time. Kafka counts compressed bytes; decompressed, records may be many times larger. */
export const FETCH_BYTES = 1_048_576;

const RECORD_BATCH = 2;
/** From the offset of a batch to its first record. */
const BATCH_HEADER = 61;
const CODEC = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;

/** What kafkajs needs of a batch for each of its messages. */
interface BatchContext {
  readonly producerId: string;
  readonly inTransaction: boolean;
  readonly isControlBatch: boolean;
}

/** A message as kafkajs knows it; headers are decoded when they are asked for. */
export class FetchedMessage {
  readonly attributes = 0;

  constructor(
    readonly offset: string,
    readonly timestamp: string,
    readonly key: Buffer | null,
    readonly value: Buffer | null,
    readonly recordHeaders: RecordHeaders,
    readonly batchContext: BatchContext,
  ) {}

  get headers(): ReturnType<RecordHeaders['buffers']> {
    return this.recordHeaders.buffers();
  }

  get isControlRecord(): boolean {
    return this.batchContext.isControlBatch;
  }
}

/** Thrown for messages of a format before Kafka 0.11. */
export class OldFormat extends Error {}

/**
 * Decodes version 11 of the response of a fetch, as kafkajs does in a quarter of the time: kafkajs copies the headers of a record for each
 * of its headers, and makes several objects per field.
 */
export async function decodeFetchResponse(raw: Buffer, codecs: Codecs) {
  const at = new Cursor(raw);
  const clientSideThrottleTime = at.int32();
  const errorCode = at.int16();
  const sessionId = at.int32();
  const responses: { topicName: string; partitions: object[] }[] = [];
  for (let topics = at.int32(); topics > 0; topics--) {
    const topicName = at.string();
    const partitions: object[] = [];
    for (let left = at.int32(); left > 0; left--) partitions.push(await partitionAt(at, codecs));
    responses.push({ topicName, partitions });
  }
  // Kafka has not throttled the request itself: the client is to wait for `clientSideThrottleTime`.
  return { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses };
}

async function partitionAt(at: Cursor, codecs: Codecs) {
  const partition = at.int32();
  const errorCode = at.int16();
  const highWatermark = at.int64Text();
  const lastStableOffset = at.int64Text();
  const lastStartOffset = at.int64Text();
  const abortedTransactions: { producerId: string; firstOffset: string }[] = [];
  for (let left = at.int32(); left > 0; left--)
    abortedTransactions.push({ producerId: at.int64Text(), firstOffset: at.int64Text() });
  const preferredReadReplica = at.int32();
  const size = Math.max(0, at.int32());
  const messages = size === 0 ? [] : await messagesIn(new Cursor(at.slice(size)), codecs);
  return {
    partition,
    errorCode,
    highWatermark,
    lastStableOffset,
    lastStartOffset,
    abortedTransactions,
    preferredReadReplica,
    messages,
  };
}

/** Messages of a partition. Batches that would exceed `FETCH_BYTES` decompressed are left out: the next fetch brings them again. */
async function messagesIn(at: Cursor, codecs: Codecs): Promise<FetchedMessage[]> {
  const messages: FetchedMessage[] = [];
  let decompressed = 0;
  // The last batch may be cut off, because a response is limited in size.
  while (at.left >= BATCH_HEADER) {
    const firstOffset = at.int64();
    const length = at.int32();
    const start = at.copy();
    start.skip(4);
    if (start.int8() !== RECORD_BATCH) throw new OldFormat();
    if (at.left < length) break;
    const size = await batchIn(at.slice(length), firstOffset, codecs, messages);
    decompressed += size;
    // The size of a batch is known only when it is decompressed. The next one is likely to be as large as this one.
    if (decompressed + size > FETCH_BYTES) break;
  }
  return messages;
}

/** Adds the messages of a batch. Returns how many bytes were decompressed. */
async function batchIn(
  batch: Buffer,
  firstOffset: number,
  codecs: Codecs,
  messages: FetchedMessage[],
): Promise<number> {
  const at = new Cursor(batch);
  // The epoch of the leader, the format and the checksum, which kafkajs does not look at either.
  at.skip(4 + 1 + 4);
  const attributes = at.int16();
  at.skip(4);
  const firstTimestamp = at.int64();
  const maxTimestamp = at.int64();
  const producerId = at.int64Text();
  at.skip(2 + 4);
  const context: BatchContext = {
    producerId,
    inTransaction: (attributes & TRANSACTIONAL) !== 0,
    isControlBatch: (attributes & CONTROL) !== 0,
  };
  const count = at.int32();
  const decompress = codecs(attributes & CODEC);
  const records = decompress ? new Cursor(await decompress(at.slice(at.left))) : at;
  const decompressed = decompress ? records.left : 0;
  for (let left = count; left > 0; left--) {
    const length = records.varint();
    const record = records.copy();
    records.skip(length);
    record.skip(1);
    const timestamp = firstTimestamp + record.varint();
    const offset = firstOffset + record.varint();
    const key = record.bytes();
    const value = record.bytes();
    const headers = new RecordHeaders(record, record.varint());
    const time = (attributes & APPEND_TIME) !== 0 ? maxTimestamp : timestamp;
    messages.push(new FetchedMessage(String(offset), String(time), key, value, headers, context));
  }
  return decompressed;
}
