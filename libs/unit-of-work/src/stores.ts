import type { LeaseStore, OutboxStore } from '@waybill/outbox';
import type { EffectStore } from './effect-store.js';
import type { RowStore } from './row-store.js';

/** Storage for code that runs outside the unit of work. Both implementations of each store pass the same suite. */
export interface Stores {
  readonly leases: LeaseStore;
  readonly outbox: OutboxStore;
  readonly effects: EffectStore;
  readonly rows: RowStore;
}
