import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { murmur2, partitionOfKey } from './murmur2.js';

describe('murmur2', () => {
  // Records with these keys lie in these partitions of existing topics.
  it.each([
    ['', 275646681, 9],
    ['a', 2731586172, 4],
    ['key', 3215029929, 13],
    ['größer 東', 539613306, 18],
    ['0197f4e2-7c11-7c3b-9d6a-1f2e3d4c5b6a', 1443535374, 30],
  ])('gives %j the hash and the partition that it has always had', (key, hash, partition) => {
    expect([murmur2(Buffer.from(key)), partitionOfKey(key, 36)]).toEqual([hash, partition]);
  });

  it('puts every key where the default partitioner of kafkajs puts it', () => {
    const partitioner = kafkajs.Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 100 }), (key, partitions) => {
        const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
          partitionErrorCode: 0,
          partitionId,
          leader: 1,
          replicas: [1],
          isr: [1],
        }));
        const theirs = partitioner({ topic: 't', partitionMetadata, message: { key, value: null } });
        expect(partitionOfKey(key, partitions)).toBe(theirs);
      }),
    );
  });
});
