import { type Timers, codeOf } from '@waybill/kernel';
import type { Pool } from 'pg';

export interface DeadlineOptions {
  readonly pool: Pool;
  readonly timers: Timers;
  readonly pollMs?: number;
  /** Wakes the saga. A waking is never cancelled: the saga's state decides whether it still matters. */
  wake(saga: { readonly id: string; readonly tenant: string }, wakeAt: Date): Promise<unknown>;
  readonly onError?: (error: unknown) => void;
}

/** Looks for sagas whose deadline has passed. Several instances may find the same one: the claim lets one act. */
export class Deadlines {
  private cancel: (() => void) | undefined;
  private looking: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly options: DeadlineOptions) {}

  start(): void {
    this.looking = this.look();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.looking;
  }

  private async look(): Promise<void> {
    const { pool, timers, pollMs = 1_000, wake, onError } = this.options;
    try {
      const { rows } = await pool.query<{ id: string; tenant: string; wakeAt: Date }>(
        `SELECT id, tenant, wake_at AS "wakeAt" FROM sagas WHERE wake_at <= now() ORDER BY wake_at LIMIT 200`,
      );
      await Promise.all(
        rows.map(({ id, tenant, wakeAt }) =>
          wake({ id, tenant }, wakeAt).catch((error: unknown) => {
            if (codeOf(error) !== 'DUPLICATE_MESSAGE') onError?.(error);
          }),
        ),
      );
    } catch (error) {
      onError?.(error);
    }
    if (this.stopped) return;
    this.cancel = timers.after(pollMs, () => {
      this.looking = this.look();
    });
  }
}
