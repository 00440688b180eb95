import { crc32 } from 'node:zlib';

/** The partition of a key. It must never change, because the order of a key depends on it. */
export function partitionOf(key: string, partitions: number): number {
  return crc32(key) % partitions;
}
