import { crc32 } from 'node:zlib';

/** The partition of a key, the same in every process and for ever: the order of the key hangs on it. */
export function partitionOf(key: string, partitions: number): number {
  return crc32(key) % partitions;
}
