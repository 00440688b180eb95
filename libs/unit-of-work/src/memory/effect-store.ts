import type { EffectStore } from '../effect-store.js';
import { effects } from '../tables.js';
import type { MemoryDatabase } from './memory-database.js';

export function memoryEffectStore(database: MemoryDatabase): EffectStore {
  return {
    due({ withinMs, shards, without, limit }) {
      const now = database.clock.now().getTime();
      const due = database
        .select(
          effects,
          ({ dueAt, shard, id }) =>
            dueAt.getTime() <= now + withinMs && shards.includes(shard) && !without.includes(id),
        )
        .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime() || (a.id < b.id ? -1 : 1))
        .slice(0, limit);
      return Promise.resolve(due.map((effect) => ({ effect, waitMs: effect.dueAt.getTime() - now })));
    },
  };
}
