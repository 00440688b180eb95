import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { quickGzip } from './gzip.js';

const RECORDS = Buffer.from(
  Array.from(
    { length: 5 },
    (_, number) => `ce_id: ${number}, ce_type: order.placed, ce_source: /order;`,
  ).join(),
);

it('compresses to less than half what other clients decompress', () => {
  const compressed = quickGzip(RECORDS);
  expect(compressed.length).toBeLessThan(RECORDS.length / 2);
  expect(gunzipSync(compressed)).toEqual(RECORDS);
});
