import { postgresLeaseStore, postgresOutboxStore } from '@waybill/outbox';
import type { Pool } from 'pg';
import type { Stores } from '../stores.js';
import { postgresEffectStore } from './effect-store.js';
import { postgresRowStore } from './row-store.js';

export function postgresStores(pool: Pool): Stores {
  return {
    leases: postgresLeaseStore(pool),
    outbox: postgresOutboxStore(pool),
    effects: postgresEffectStore(pool),
    rows: postgresRowStore(pool),
  };
}
