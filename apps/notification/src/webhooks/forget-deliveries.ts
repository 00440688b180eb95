import type { Timers } from '@waybill/kernel';
import type { Background } from '@waybill/platform';
import type { Pool } from 'pg';

const SIX_HOURS_MS = 21_600_000;

/** What was delivered or dropped a month ago is of no use to anybody. */
export function forgetDeliveries(pool: Pool, timers: Timers): Background {
  let cancel = () => {};
  let running: Promise<void> | undefined;
  const forget = async (): Promise<void> => {
    // One that fails is made up for by the next.
    await pool
      .query(
        `DELETE FROM webhook_deliveries WHERE created_at < now() - interval '30 days' AND status <> 'waiting'`,
      )
      .catch(() => undefined);
    cancel = timers.after(SIX_HOURS_MS, start);
  };
  const start = (): void => void (running = forget());
  return {
    start,
    async stop() {
      await running;
      cancel();
    },
  };
}
