const SEED = 0x9747b28c;
const FACTOR = 0x5bd1e995;

/** The hash by which Kafka's clients distribute keys, 32 bits unsigned. */
export function murmur2(bytes: Uint8Array): number {
  const { length } = bytes;
  let hash = SEED ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    const four = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    let mixed = Math.imul(four, FACTOR);
    mixed = Math.imul(mixed ^ (mixed >>> 24), FACTOR);
    hash = Math.imul(hash, FACTOR) ^ mixed;
  }
  const left = length - at;
  if (left === 3) hash ^= bytes[at + 2]! << 16;
  if (left >= 2) hash ^= bytes[at + 1]! << 8;
  if (left >= 1) hash = Math.imul(hash ^ bytes[at]!, FACTOR);
  hash = Math.imul(hash ^ (hash >>> 13), FACTOR);
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** The partition of a key. The same as of Kafka's own and of most other clients, and it must never change: the order of a key depends on it. */
export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}
