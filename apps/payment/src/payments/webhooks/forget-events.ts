import type { Timers } from '@waybill/kernel';
import { type Background, Forgetting } from '@waybill/platform';
import type { Pool } from 'pg';

/** Deletes ids of events after a month. The gateway repeats an event for at most three days. */
export function forgetEvents(pool: Pool, timers: Timers): Background {
  return new Forgetting(
    pool,
    timers,
    `DELETE FROM webhook_events WHERE received_at < now() - interval '30 days'`,
  );
}
