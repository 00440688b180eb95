import { crc32c } from '@platformatic/wasm-utils';
import { decompress } from './codecs.js';
import { Cursor } from './cursor.js';
import { RecordHeaders } from './record-headers.js';
import { Undecodable } from './undecodable.js';

/** What a consumer fetches of a partition at a time. Kafka counts compressed bytes; decompressed, records may be many times larger. */
export const FETCH_BYTES = 1_048_576;
/** After so many decompressed bytes, the other partitions of a response are left out: the next fetch brings them again. */
const RESPONSE_BYTES = 33_554_432;

const FORMAT = 2;
/** Of the offset of a batch and its length. */
const BATCH_START = 12;
/** From the start of a batch to its format. */
const FORMAT_AT = 16;
const CODEC = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
/** Offset of the type in the key of a control record, and the type of an aborted transaction. */
const CONTROL_TYPE_AT = 2;
const ABORT = 0;

export interface FetchedRecord {
  readonly offset: number;
  readonly timestamp: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  /** Decoded when they are asked for. */
  readonly headers: RecordHeaders;
}

/** A producer has aborted a transaction that began at this offset. */
export interface AbortedTransaction {
  readonly producerId: string;
  readonly firstOffset: number;
}

/** What a fetch brought of a partition. */
export interface FetchedPartition {
  /** Committed records, in order; without control records. */
  readonly records: readonly FetchedRecord[];
  /** Where the next fetch continues: behind all batches, also those without committed records. */
  readonly next: number;
  /** Why the records from `next` on cannot be decoded. */
  readonly problem?: Undecodable;
}

/** How many bytes of a response were decompressed. */
export interface Decompressed {
  bytes: number;
}

interface Batch {
  readonly next: number;
  readonly isControl: boolean;
  readonly isTransactional: boolean;
  readonly producerId: string;
  readonly records: readonly FetchedRecord[];
  /** 0 for records that are not compressed. */
  readonly decompressedBytes: number;
}

/**
 * The committed records of a partition from this offset on. Kafka returns whole batches: the first may start before it, and the last may be
 * cut off. Batches that would exceed `FETCH_BYTES` decompressed are left out.
 */
export function decodeBatches(
  bytes: Buffer,
  from: number,
  aborted: readonly AbortedTransaction[],
  decompressed: Decompressed,
): FetchedPartition {
  const records: FetchedRecord[] = [];
  const aborts = new Aborts(aborted);
  let next = from;
  let ofPartition = 0;
  try {
    for (let at = 0; decompressed.bytes <= RESPONSE_BYTES;) {
      const length = lengthOfBatch(bytes, at);
      if (length === undefined) {
        // A response is limited in size, but the first batch of a partition is always whole.
        if (at === 0 && bytes.length > 0) throw new Undecodable('their batch is cut off');
        break;
      }
      const batch = decodeBatch(bytes.subarray(at, at + length));
      if (batch.next <= next)
        throw new Undecodable('the offset of their batch is not the one that was requested');
      if (aborts.keeps(batch))
        for (const record of batch.records) if (record.offset >= next) records.push(record);
      next = batch.next;
      at += length;
      decompressed.bytes += batch.decompressedBytes;
      ofPartition += batch.decompressedBytes;
      // The size of a batch is known only when it is decompressed. The next one is likely to be as large as this one.
      if (ofPartition + batch.decompressedBytes > FETCH_BYTES) break;
    }
  } catch (error) {
    if (error instanceof Undecodable) return { records, next, problem: error };
    if (error instanceof RangeError)
      return { records, next, problem: new Undecodable('their batch is malformed') };
    throw error;
  }
  return { records, next };
}

/** Undefined if the batch is cut off. */
function lengthOfBatch(bytes: Buffer, at: number): number | undefined {
  if (at + FORMAT_AT >= bytes.length) return undefined;
  const length = BATCH_START + bytes.readUInt32BE(at + 8);
  const format = bytes.readInt8(at + FORMAT_AT);
  if (format === 0 || format === 1)
    throw new Undecodable('they were written in the format before Kafka 0.11', true);
  if (format !== FORMAT) throw new Undecodable(`their format ${format} is not known`);
  return at + length > bytes.length ? undefined : length;
}

/** Throws Undecodable or RangeError. */
function decodeBatch(batch: Buffer): Batch {
  const at = new Cursor(batch);
  const firstOffset = at.int64();
  // The length, the epoch of the leader and the format.
  at.skip(4 + 4 + 1);
  const checksum = at.uint32();
  if (crc32c(at.rest()) !== checksum)
    throw new Undecodable('they were damaged: their checksum does not match');
  const attributes = at.int16();
  const next = firstOffset + at.int32() + 1;
  const firstTimestamp = at.int64();
  const maxTimestamp = at.int64();
  const producerId = at.int64Text();
  at.skip(2 + 4);
  const count = at.int32();
  const codec = attributes & CODEC;
  const content = codec === 0 ? at : new Cursor(decompress(codec, at.rest()));
  const decompressedBytes = codec === 0 ? 0 : content.left;
  const records: FetchedRecord[] = [];
  for (let left = count; left > 0; left--) {
    const length = content.varint();
    if (length < 0 || length > content.left) throw new RangeError('a record is cut off');
    const record = content.copy();
    content.skip(length);
    record.skip(1);
    const timestamp = firstTimestamp + record.varint();
    const offset = firstOffset + record.varint();
    const key = record.bytes();
    const value = record.bytes();
    const headerCount = record.varint();
    const headers = new RecordHeaders(record.copy(), headerCount);
    for (let parts = 2 * headerCount; parts > 0; parts--) record.skipBytes();
    // Headers are decoded later, outside of what is prepared for malformed ones.
    if (record.left !== content.left) throw new RangeError('a record is longer or shorter than its fields');
    const time = (attributes & APPEND_TIME) !== 0 ? maxTimestamp : timestamp;
    records.push({ offset, timestamp: time, key, value, headers });
  }
  return {
    next,
    isControl: (attributes & CONTROL) !== 0,
    isTransactional: (attributes & TRANSACTIONAL) !== 0,
    producerId,
    records,
    decompressedBytes,
  };
}

/** Which batches are of aborted transactions. A producer may have several in one fetch, and transactions of producers overlap. */
class Aborts {
  private readonly coming: AbortedTransaction[];
  private readonly aborting = new Set<string>();

  constructor(transactions: readonly AbortedTransaction[]) {
    this.coming = [...transactions].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  /** Whether its records are data of no aborted transaction. Call it for each batch, in order. */
  keeps({ next, isControl, isTransactional, producerId, records }: Batch): boolean {
    while (this.coming[0] && this.coming[0].firstOffset < next)
      this.aborting.add(this.coming.shift()!.producerId);
    if (isControl) {
      if (records[0]?.key?.readInt16BE(CONTROL_TYPE_AT) === ABORT) this.aborting.delete(producerId);
      return false;
    }
    return !(isTransactional && this.aborting.has(producerId));
  }
}
