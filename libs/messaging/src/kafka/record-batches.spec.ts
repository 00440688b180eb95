import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { lz4Compress, snappyCompress } from '@platformatic/wasm-utils';
import { MAX_BATCH_BYTES } from './codecs.js';
import {
  ABORT,
  COMMIT,
  CONTROL,
  type RecordOptions,
  TRANSACTIONAL,
  batchOf,
  withChecksum,
} from './record-batch.fixture.js';
import { type AbortedTransaction, FETCH_BYTES, decodeBatches } from './record-batches.js';

const TEXTS = ['one', 'two', 'three'];
const RECORDS: RecordOptions[] = TEXTS.map((value) => ({ key: 'k', value }));
/** The values, the next offset and what is wrong. */
function decoded(bytes: Buffer, from: number, aborted: readonly AbortedTransaction[] = []) {
  const { records, next, problem } = decodeBatches(bytes, from, aborted, { bytes: 0 });
  const values = records.map(({ offset, value }) => `${offset} ${value}`);
  return { values, next, ...(problem && { problem: problem.message }) };
}
const ALL = { values: ['41 one', '42 two', '43 three'], next: 44 };

/** As Java's library writes it: a header, and chunks with their length before them. */
function xerial(records: Buffer): Buffer {
  const chunk = (bytes: Buffer): Buffer[] => {
    const block = snappyCompress(bytes);
    const length = Buffer.alloc(4);
    length.writeInt32BE(block.length);
    return [length, block];
  };
  const half = records.length >> 1;
  const header = Buffer.from('\x82SNAPPY\0\0\0\0\x01\0\0\0\x01', 'latin1');
  return Buffer.concat([header, ...chunk(records.subarray(0, half)), ...chunk(records.subarray(half))]);
}

const CODECS: readonly (readonly [string, number, (records: Buffer) => Buffer])[] = [
  ['gzip', 1, gzipSync],
  ['snappy', 2, snappyCompress],
  ['snappy in chunks', 2, xerial],
  ['lz4', 3, lz4Compress],
  ['zstd', 4, zstdCompressSync],
];

describe('a batch', () => {
  it.each([['nothing', 0, (records: Buffer) => records] as const, ...CODECS])(
    'that is compressed with %s is decoded',
    async (_, attributes, compress) => {
      expect(decoded(await batchOf(41, RECORDS, { attributes, compress }), 41)).toEqual(ALL);
    },
  );

  it.each(CODECS)('that %s would make too large is a problem', async (_, attributes, compress) => {
    const value = Buffer.alloc(MAX_BATCH_BYTES);
    expect(decoded(await batchOf(41, [{ value }], { attributes, compress }), 41)).toEqual({
      values: [],
      next: 41,
      problem: 'decompressed they would be larger than 64 MiB',
    });
  });

  it('with a codec that is not known is a problem; those before it are decoded', async () => {
    const bytes = Buffer.concat([await batchOf(41, RECORDS), await batchOf(44, RECORDS, { attributes: 5 })]);
    expect(decoded(bytes, 41)).toEqual({
      ...ALL,
      problem: 'they are compressed with codec 5, which this version does not know',
    });
  });

  it.each(CODECS)('that says %s and is not is a problem', async (_, attributes) => {
    const { problem } = decoded(await batchOf(41, RECORDS, { attributes }), 41);
    expect(problem).toMatch(/^they (cannot be decompressed with|are no valid)/);
  });

  it('that was damaged is a problem, whichever byte it is', async () => {
    const whole = await batchOf(41, RECORDS);
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 0xff;
      const { values, next, problem } = decoded(damaged, 41);
      // The epoch of the leader and the first offset are written by each broker, and are not part of the checksum.
      if (at >= 12 && at < 16) expect([values, problem]).toEqual([ALL.values, undefined]);
      else if (at >= 8) expect([values, next, problem]).toEqual([[], 41, expect.any(String)]);
      else expect(next === 41 ? problem : 'later').toEqual(expect.any(String));
    }
  });

  it('whose records were not written as they should be is a problem, wherever they end', async () => {
    const whole = await batchOf(41, RECORDS);
    for (let length = 61; length < whole.length; length++) {
      const cut = Buffer.from(whole.subarray(0, length));
      cut.writeInt32BE(length - 12, 8);
      expect(decoded(withChecksum(cut), 41)).toEqual({
        values: [],
        next: 41,
        problem: 'their batch is malformed',
      });
    }
  });

  it('whose record has another number of headers than it says is a problem', async () => {
    const records = [{ key: 'k', value: 'v', headers: { one: 'x' } }];
    for (const count of [0, 2, 63]) {
      const batch = await batchOf(41, records);
      // The number, zigzag encoded, before the length of the name.
      batch[batch.lastIndexOf('one') - 2] = 2 * count;
      expect(decoded(withChecksum(batch), 41)).toEqual({
        values: [],
        next: 41,
        problem: 'their batch is malformed',
      });
    }
  });

  it('in the format before Kafka 0.11 is a problem that kafkajs may solve', async () => {
    for (const format of [0, 1]) {
      const old = await batchOf(41, RECORDS);
      old.writeInt8(format, 16);
      const { problem } = decodeBatches(old, 41, [], { bytes: 0 });
      expect(problem).toMatchObject({ oldFormat: true });
    }
  });

  it('that was cut off ends what is decoded, unless it is the first', async () => {
    const [first, second] = [await batchOf(41, RECORDS), await batchOf(44, RECORDS)];
    for (const length of [5, 16, 60, 80, second.length - 1]) {
      expect(decoded(Buffer.concat([first, second.subarray(0, length)]), 41)).toEqual(ALL);
      expect(decoded(second.subarray(0, length), 44).problem).toBe('their batch is cut off');
    }
  });

  it('may begin before the offset that is wanted', async () => {
    expect(decoded(await batchOf(41, RECORDS), 42)).toEqual({ values: ['42 two', '43 three'], next: 44 });
  });

  it('without the records that compaction has removed is passed, also the last one', async () => {
    const empty = await batchOf(44, [], { lastOffsetDelta: 7 });
    expect(decoded(Buffer.concat([await batchOf(41, RECORDS), empty]), 41)).toEqual({ ...ALL, next: 52 });
    expect(decoded(empty, 45)).toEqual({ values: [], next: 52 });
  });
});

describe('the batches of a response', () => {
  it('are decoded up to the bytes of a fetch where decompressed records are larger, and at least one', async () => {
    const offsets = async (bytes: number): Promise<string[]> => {
      const batches = [41, 42, 43, 44].map((offset) =>
        batchOf(offset, [{ value: 'x'.repeat(bytes) }], { attributes: 1, compress: gzipSync }),
      );
      const { records } = decodeBatches(Buffer.concat(await Promise.all(batches)), 41, [], { bytes: 0 });
      return records.map(({ offset }) => String(offset));
    };
    expect(await offsets(FETCH_BYTES / 4 - 100)).toEqual(['41', '42', '43', '44']);
    expect(await offsets(FETCH_BYTES / 2 - 100)).toEqual(['41', '42']);
    expect(await offsets(FETCH_BYTES * 2)).toEqual(['41']);
  });

  it('of further partitions are left to the next fetch when so much was decompressed', async () => {
    const bytes = await batchOf(41, RECORDS, { attributes: 1, compress: gzipSync });
    expect(decodeBatches(bytes, 41, [], { bytes: 2 ** 30 })).toEqual({ records: [], next: 41 });
  });
});

describe('records of transactions', () => {
  const of = (offset: number, producerId: number, value: string) =>
    batchOf(offset, [{ value }], { producerId, attributes: TRANSACTIONAL });
  const end = (offset: number, producerId: number, key: Buffer) =>
    batchOf(offset, [{ key }], { producerId, attributes: TRANSACTIONAL | CONTROL });

  it('are left out where they were aborted, also of several that overlap, whatever their keys are', async () => {
    const batches = await Promise.all([
      of(0, 1, 'aborted'),
      of(1, 2, 'aborted'),
      batchOf(2, [{ key: ABORT, value: 'aborted' }], { producerId: 1, attributes: TRANSACTIONAL }),
      of(3, 3, 'committed'),
      end(4, 2, ABORT),
      of(5, 1, 'aborted'),
      of(6, 2, 'committed later'),
      end(7, 1, ABORT),
      batchOf(8, [{ value: 'without' }]),
      of(9, 1, 'committed again'),
      end(10, 1, COMMIT),
      of(11, 2, 'committed too'),
      end(12, 2, COMMIT),
      of(13, 3, 'aborted'),
      end(14, 3, ABORT),
    ]);
    // Kafka lists them in the order of their ends.
    const aborted = [
      { producerId: '2', firstOffset: 1 },
      { producerId: '1', firstOffset: 0 },
      { producerId: '3', firstOffset: 13 },
    ];
    expect(decoded(Buffer.concat(batches), 0, aborted)).toEqual({
      values: ['3 committed', '6 committed later', '8 without', '9 committed again', '11 committed too'],
      next: 15,
    });
  });
});
