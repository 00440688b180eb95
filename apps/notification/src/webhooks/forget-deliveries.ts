import type { Timers } from '@waybill/kernel';
import { type Background, Forgetting } from '@waybill/platform';
import type { Pool } from 'pg';

/** Deletes completed deliveries after 30 days. */
export function forgetDeliveries(pool: Pool, timers: Timers): Background {
  return new Forgetting(
    pool,
    timers,
    `DELETE FROM webhook_deliveries WHERE created_at < now() - interval '30 days' AND status <> 'waiting'`,
  );
}
