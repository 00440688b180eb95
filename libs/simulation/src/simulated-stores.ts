import { MemoryDeadLetterStore, memoryReactionQueue } from '@waybill/messaging';
import type { RuntimeStores } from '@waybill/platform';
import { MemorySagaStore } from '@waybill/saga';
import { type MemoryDatabase, memoryStores } from '@waybill/unit-of-work';
import pg from 'pg';
import type { Life } from './life.js';
import type { World } from './world.js';

type Method = (...given: unknown[]) => Promise<unknown>;

/** Calls that write, by the name of the method; the others read. The names of the points are those of the plan of faults. */
const POINTS: Readonly<Record<string, string>> = {
  join: 'lease',
  take: 'lease',
  move: 'move',
  park: 'move',
  release: 'move',
  remove: 'move',
};

/** The stores of a service, which all its instances share. */
export function storesIn(database: MemoryDatabase, world: World): RuntimeStores {
  const stores = memoryStores(database, {
    leaseTakenOver: () => world.recovered('lease: taken from one that is silent'),
    movedByAnother: () => world.recovered('relay: sent by another meanwhile'),
  });
  return {
    ...stores,
    reactions: memoryReactionQueue(database),
    deadLetters: new MemoryDeadLetterStore(database),
    sagas: new MemorySagaStore(database),
  };
}

/** The stores as one instance reaches them: over a network that fails. */
export function reachedBy(life: Life, stores: RuntimeStores, world: World): RuntimeStores {
  const reached = Object.entries(stores).map(([name, store]) => [name, overNetwork(life, store, world)]);
  return Object.fromEntries(reached) as RuntimeStores;
}

function overNetwork<Store extends object>(life: Life, store: Store, world: World): Store {
  return new Proxy(store, {
    get(target, name: string) {
      const method = (target as Record<string, Method>)[name]!.bind(target);
      return (...given: unknown[]) =>
        life.call(POINTS[name] ?? 'read', () => {
          if (world.faults.hits('database connection lost'))
            throw Object.assign(new Error('connection lost'), { code: 'ECONNRESET' });
          return method(...given);
        });
    },
  });
}

/** What a simulated service has for a pool: it runs no SQL, so that a query is a violation. */
export function noPool(world: World): pg.Pool {
  const query = (asked: string | { readonly text: string }): never => {
    const text = typeof asked === 'string' ? asked : asked.text;
    const told = `there is no Postgres in a simulation: ask a store instead of running ${text}`;
    // The caller may take it for a database that is away, and ask again for ever.
    world.violated(told);
    throw new Error(told);
  };
  // Controllers ask for it by its class.
  return Object.assign(Object.create(pg.Pool.prototype) as pg.Pool, { query });
}
