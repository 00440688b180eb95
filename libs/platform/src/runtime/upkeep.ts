import { Repetition, type Timers } from '@waybill/kernel';
import { CLAIM_DAYS } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import type { Logger } from 'pino';

const SIX_HOURS_MS = 21_600_000;

/** Every six hours: creates the partitions of the coming days, drops old ones, and deletes idempotency keys that are older than `keysMs`. */
export class Upkeep extends Repetition {
  constructor(
    private readonly pool: Pool,
    timers: Timers,
    private readonly logger: Logger,
    private readonly keysMs: number,
  ) {
    super(timers, SIX_HOURS_MS);
  }

  protected async turn(): Promise<void> {
    try {
      await this.pool.query(
        `SELECT maintain_partitions('inbox', ${CLAIM_DAYS}), maintain_partitions('outbox_sent', 7)`,
      );
      await this.pool.query(
        `DELETE FROM idempotency_keys WHERE created_at < now() - $1 * interval '1 millisecond'`,
        [this.keysMs],
      );
    } catch (error) {
      this.logger.error({ err: error }, 'partition maintenance failed; retrying in six hours');
    }
  }
}
