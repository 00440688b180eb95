import { MemoryLeaseStore } from '@waybill/outbox';
import type { Stores } from '../stores.js';
import { memoryEffectStore } from './effect-store.js';
import type { MemoryDatabase } from './memory-database.js';
import { MemoryOutboxStore } from './outbox-store.js';
import { MemoryRowStore } from './row-store.js';

/** What happened in a store, for a simulation that must have seen it. */
export interface StoreEvents {
  /** A lease was taken that expired under another owner. */
  leaseTakenOver?(): void;
  /** A relay wanted to move messages that another had moved. */
  movedByAnother?(): void;
}

/** The stores over the in-memory database. */
export function memoryStores(database: MemoryDatabase, on: StoreEvents = {}): Stores {
  const leases = new MemoryLeaseStore(database.clock, () => on.leaseTakenOver?.());
  return {
    leases,
    outbox: new MemoryOutboxStore(database, leases, () => on.movedByAnother?.()),
    effects: memoryEffectStore(database),
    rows: new MemoryRowStore(database),
  };
}
