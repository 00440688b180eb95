import { Repetition, type Timers } from '@waybill/kernel';
import type { Pool } from 'pg';

export interface DeadlineOptions {
  readonly pool: Pool;
  readonly timers: Timers;
  readonly pollMs?: number;
  /** Wakes the saga. A waking is never cancelled: the saga's row decides whether it still matters. */
  wake(saga: { readonly id: string; readonly tenant: string }): Promise<unknown>;
  readonly onError?: (error: unknown) => void;
}

/** Sagas whose step is not answered although its deadline is over. */
export async function stuckSagas(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ stuck: number }>(
    // No deadline is before its waking, which has the index.
    `SELECT count(*)::int AS stuck FROM sagas WHERE wake_at < now() AND deadline < now()`,
  );
  return rows[0]!.stuck;
}

/** Looks for sagas whose deadline has passed. Several instances may find the same one: its row, under lock, lets one act. */
export class Deadlines extends Repetition {
  constructor(private readonly options: DeadlineOptions) {
    super(options.timers, options.pollMs ?? 1_000);
  }

  protected async turn(): Promise<void> {
    const { pool, wake, onError } = this.options;
    try {
      const { rows } = await pool.query<{ id: string; tenant: string }>(
        `SELECT id, tenant FROM sagas WHERE wake_at <= now() ORDER BY wake_at LIMIT 200`,
      );
      await Promise.all(rows.map((saga) => wake(saga).catch((error: unknown) => onError?.(error))));
    } catch (error) {
      onError?.(error);
    }
  }
}
