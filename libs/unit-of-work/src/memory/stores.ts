import { MemoryLeaseStore } from '@waybill/outbox';
import type { Stores } from '../stores.js';
import { memoryEffectStore } from './effect-store.js';
import type { MemoryDatabase } from './memory-database.js';
import { MemoryOutboxStore } from './outbox-store.js';
import { MemoryRowStore } from './row-store.js';

/** Events in a store. A simulation checks that they occurred. */
export interface StoreEvents {
  /** A lease of another owner expired and was taken over. */
  leaseTakenOver?(): void;
  /** A relay tried to move messages that another relay had moved. */
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
