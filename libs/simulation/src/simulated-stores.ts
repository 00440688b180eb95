import { MemoryDeadLetterStore, memoryReactionQueue } from '@waybill/messaging';
import type { RuntimeStores } from '@waybill/platform';
import { MemorySagaStore } from '@waybill/saga';
import { type MemoryDatabase, memoryStores } from '@waybill/unit-of-work';
import pg from 'pg';
import type { SimulatedProcess } from './simulated-process.js';
import type { World } from './world.js';

type Method = (...given: unknown[]) => Promise<unknown>;

/** Fault points of the methods that write; the others are `read`. */
const POINTS: Readonly<Record<string, string>> = {
  join: 'lease',
  take: 'lease',
  move: 'move',
  park: 'move',
  release: 'move',
  remove: 'move',
};

/** The stores of a service, shared by its instances. */
export function storesIn(database: MemoryDatabase, world: World): RuntimeStores {
  const stores = memoryStores(database, {
    leaseTakenOver: () => world.recovered('lease: taken over after expiry'),
    movedByAnother: () => world.recovered('relay: already sent by another relay'),
  });
  return {
    ...stores,
    reactions: memoryReactionQueue(database),
    deadLetters: new MemoryDeadLetterStore(database),
    sagas: new MemorySagaStore(database),
  };
}

/** The stores for one process, with network faults. */
export function storesReachedBy(
  process: SimulatedProcess,
  stores: RuntimeStores,
  world: World,
): RuntimeStores {
  const reached = Object.entries(stores).map(([name, store]) => [name, overNetwork(process, store, world)]);
  return Object.fromEntries(reached) as RuntimeStores;
}

function overNetwork<Store extends object>(process: SimulatedProcess, store: Store, world: World): Store {
  return new Proxy(store, {
    get(target, name: string) {
      const method = (target as Record<string, Method>)[name]!.bind(target);
      return (...given: unknown[]) =>
        process.call(POINTS[name] ?? 'read', () => {
          if (world.faults.hits('database connection lost'))
            throw Object.assign(new Error('connection lost'), { code: 'ECONNRESET' });
          return method(...given);
        });
    },
  });
}

/** A pool that runs no SQL: any query is a violation. */
export function noPool(world: World): pg.Pool {
  const query = (asked: string | { readonly text: string }): never => {
    const text = typeof asked === 'string' ? asked : asked.text;
    const told = `there is no Postgres in a simulation; use a store instead of running ${text}`;
    // Recorded as well as thrown, because the caller may treat the error as an unreachable database and retry forever.
    world.violated(told);
    throw new Error(told);
  };
  // Controllers inject it by class.
  return Object.assign(Object.create(pg.Pool.prototype) as pg.Pool, { query });
}
