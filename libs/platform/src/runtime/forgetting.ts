import { Repetition, type Timers } from '@waybill/kernel';
import type { Pool } from 'pg';

const SIX_HOURS_MS = 21_600_000;

/** Runs a statement that deletes old rows, at the start and every six hours. Errors are ignored, because the next run deletes the rest. */
export class Forgetting extends Repetition {
  constructor(
    private readonly pool: Pool,
    timers: Timers,
    private readonly sql: string,
  ) {
    super(timers, SIX_HOURS_MS);
  }

  protected async turn(): Promise<void> {
    await this.pool.query(this.sql).catch(() => undefined);
  }
}
