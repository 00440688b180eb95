import { Repetition, type Timers } from '@waybill/kernel';
import type { Pool } from 'pg';

const SIX_HOURS_MS = 21_600_000;

/** Removes what is too old to be of use, at the start and every six hours. A time that fails is made up for by the next. */
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
