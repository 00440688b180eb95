import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { gzipCodec } from './gzip.js';

const RECORDS = Buffer.from(
  Array.from(
    { length: 5 },
    (_, number) => `ce_id: ${number}, ce_type: order.placed, ce_source: /order;`,
  ).join(),
);

it('compresses to less than half what other clients decompress', async () => {
  const compressed = await gzipCodec.compress({ buffer: RECORDS });
  expect(compressed.length).toBeLessThan(RECORDS.length / 2);
  expect(gunzipSync(compressed)).toEqual(RECORDS);
});

it('decompresses what other clients compress, also when it becomes a hundred times larger', async () => {
  const large = Buffer.alloc(1_000_000, RECORDS);
  for (const records of [RECORDS, large, Buffer.alloc(0)])
    expect((await gzipCodec.decompress(gzipSync(records, { level: 9 }))).equals(records)).toBe(true);
});
