import { createRequire } from 'node:module';
import { crc32c } from '@platformatic/wasm-utils';

const require = createRequire(import.meta.url);
const Record = require('kafkajs/src/protocol/recordBatch/record/v0/index.js') as (record: object) => unknown;
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0/index.js') as {
  RecordBatch(batch: object): Promise<{ readonly buffer: Buffer }>;
};

const CHECKSUM_AT = 17;
const ATTRIBUTES_AT = 21;
const LAST_OFFSET_AT = 23;
const PRODUCER_AT = 43;
const COUNT_AT = 57;
const RECORDS_AT = 61;
export const TRANSACTIONAL = 0x10;
export const CONTROL = 0x20;
export const ABORT = Buffer.from([0, 0, 0, 0]);
export const COMMIT = Buffer.from([0, 0, 0, 1]);

export interface BatchOptions {
  /** The number of the codec, transactional, control. */
  readonly attributes?: number;
  readonly compress?: (records: Buffer) => Buffer;
  readonly producerId?: number;
  /** Of the last record that was written, where compaction has removed it. */
  readonly lastOffsetDelta?: number;
}

export interface RecordOptions {
  readonly key?: Buffer | string | null;
  readonly value?: Buffer | string | null;
  readonly headers?: object;
}

/** A batch as Kafka has it in its log: encoded by kafkajs, compressed by the caller. */
export async function batchOf(
  offset: number,
  records: readonly RecordOptions[],
  options: BatchOptions = {},
): Promise<Buffer> {
  const { attributes = 0, compress = (plain) => plain, producerId = -1 } = options;
  const encoded = records.map((record, index) =>
    Record({
      key: null,
      value: null,
      headers: {},
      ...record,
      offsetDelta: index,
      timestampDelta: index * 5_000_000_000,
    }),
  );
  const times = { firstTimestamp: 1_790_000_000_000, maxTimestamp: 1_800_000_000_000 };
  const { buffer } = await RecordBatch({ records: encoded, ...times, lastOffsetDelta: records.length - 1 });
  const batch = Buffer.concat([buffer.subarray(0, RECORDS_AT), compress(buffer.subarray(RECORDS_AT))]);
  batch.writeBigInt64BE(BigInt(offset));
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt16BE(attributes, ATTRIBUTES_AT);
  batch.writeInt32BE(options.lastOffsetDelta ?? records.length - 1, LAST_OFFSET_AT);
  batch.writeBigInt64BE(BigInt(producerId), PRODUCER_AT);
  batch.writeInt32BE(records.length, COUNT_AT);
  return withChecksum(batch);
}

/** The batch with the checksum of what is in it now. */
export function withChecksum(batch: Buffer): Buffer {
  batch.writeUInt32BE(crc32c(batch.subarray(ATTRIBUTES_AT)), CHECKSUM_AT);
  return batch;
}
