import type { LeaseStore, OutboxStore } from '@waybill/outbox';
import type { EffectStore } from './effect-store.js';
import type { RowStore } from './row-store.js';

/** What runs outside the unit of work reads and writes through these. One suite holds for both implementations of each. */
export interface Stores {
  readonly leases: LeaseStore;
  readonly outbox: OutboxStore;
  readonly effects: EffectStore;
  readonly rows: RowStore;
}
