import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { lz4Decompress, snappyDecompress } from '@platformatic/wasm-utils';
import { firstFrame } from './lz4-frame.js';
import { Undecodable } from './undecodable.js';

/**
 * What the records of one batch may become. Kafka limits compressed bytes (`max.message.bytes`, 1 MiB by default), of which zstd can make
 * thousands of times as many.
 */
export const MAX_BATCH_BYTES = 67_108_864;
const SMALLEST_CHUNK = 256;

interface Codec {
  readonly name: string;
  decompress(records: Buffer): Buffer;
}

/** By their number in the attributes of a batch. */
const CODECS: Readonly<Record<number, Codec>> = {
  1: {
    name: 'gzip',
    decompress: (records) =>
      gunzipSync(records, {
        chunkSize: Math.max(SMALLEST_CHUNK, 4 * records.length),
        maxOutputLength: MAX_BATCH_BYTES,
      }),
  },
  2: { name: 'snappy', decompress: (records) => Buffer.concat(snappyChunks(records).map(snappy)) },
  3: { name: 'lz4', decompress: lz4 },
  4: {
    name: 'zstd',
    decompress: (records) => zstdDecompressSync(records, { maxOutputLength: MAX_BATCH_BYTES }),
  },
};

/** The codecs of Kafka: with these numbers, a producer can compress. */
export const CODEC_NUMBERS = Object.keys(CODECS).map(Number);

/** Decompresses the records of a batch. Throws Undecodable. */
export function decompress(codec: number, records: Buffer): Buffer {
  const found = CODECS[codec];
  if (!found)
    throw new Undecodable(`they are compressed with codec ${codec}, which this version does not know`);
  try {
    return found.decompress(records);
  } catch (error) {
    if (error instanceof Undecodable) throw error;
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new Undecodable(`they cannot be decompressed with ${found.name}`);
  }
}

function lz4(records: Buffer): Buffer {
  const { frame, atMost } = firstFrame(records);
  if (atMost > MAX_BATCH_BYTES) throw tooLarge();
  return lz4Decompress(frame);
}

function snappy(chunk: Buffer): Buffer {
  return snappyDecompress(chunk);
}

/** Java's clients (xerial's library) write chunks after this header, others one block without it. */
const XERIAL = Buffer.from('\x82SNAPPY\0', 'latin1');
const XERIAL_HEADER = 16;

/** The blocks of snappy in these bytes. Each begins with the number of bytes that it becomes. */
function snappyChunks(bytes: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  if (bytes.subarray(0, XERIAL.length).equals(XERIAL)) {
    for (let at = XERIAL_HEADER; at < bytes.length;) {
      const length = bytes.readUInt32BE(at);
      at += 4;
      if (at + length > bytes.length) throw new RangeError('a chunk is cut off');
      chunks.push(bytes.subarray(at, (at += length)));
    }
  } else chunks.push(bytes);
  if (chunks.reduce((sum, chunk) => sum + lengthOf(chunk), 0) > MAX_BATCH_BYTES) throw tooLarge();
  return chunks;
}

function lengthOf(block: Buffer): number {
  let value = 0;
  for (let at = 0; at < 5; at++) {
    const byte = block.readUInt8(at);
    value += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) break;
  }
  return value;
}

function tooLarge(): Undecodable {
  return new Undecodable(`decompressed they would be larger than ${MAX_BATCH_BYTES / 2 ** 20} MiB`);
}
