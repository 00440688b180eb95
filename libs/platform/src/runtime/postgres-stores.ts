import { postgresDeadLetterStore, postgresReactionQueue } from '@waybill/messaging';
import { postgresSagaStore } from '@waybill/saga';
import { postgresStores } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import type { RuntimeStores } from './compose-runtime.js';

export function postgresRuntimeStores(pool: Pool): RuntimeStores {
  return {
    ...postgresStores(pool),
    reactions: postgresReactionQueue(pool),
    deadLetters: postgresDeadLetterStore(pool),
    sagas: postgresSagaStore(pool),
  };
}
