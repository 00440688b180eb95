/** Number of shards. A relay or runner works on the shards whose leases it holds. */
export const SHARDS = 16;

/** FNV-1a of the key, so that every instance puts a key into the same shard. */
export function shardOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % SHARDS;
}
