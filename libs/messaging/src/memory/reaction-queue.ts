import { type MemoryDatabase, pendingReactions } from '@waybill/unit-of-work';
import { type ReactionQueue, nameOf } from '../reactions/reaction-queue.js';

export function memoryReactionQueue(database: MemoryDatabase): ReactionQueue {
  return {
    next({ shards, consumers, without, limit }) {
      const busy = without.map(nameOf);
      const rows = database
        .select(
          pendingReactions,
          (row) =>
            shards.includes(row.shard) && consumers.includes(row.consumer) && !busy.includes(nameOf(row)),
        )
        .sort((a, b) => a.position - b.position);
      return Promise.resolve(rows.slice(0, limit));
    },
    remove(rows) {
      const none = { inserts: [], updates: [], touched: [] };
      database.apply([{ ...none, rowType: pendingReactions, removals: rows }], []);
      return Promise.resolve();
    },
  };
}
