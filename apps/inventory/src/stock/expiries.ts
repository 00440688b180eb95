import { type Ids, Repetition, type Timers, whenDue } from '@waybill/kernel';
import type { Shell } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { expireReservation } from './commands/release-stock.js';

export interface ExpiriesOptions {
  readonly pool: Pool;
  readonly shell: Shell;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly pollMs?: number;
  readonly onError: (error: unknown) => void;
}

interface Overdue {
  readonly orderId: string;
  readonly tenant: string;
}

/**
 * Looks for reservations that nobody confirmed in time. A column and not an effect for each: nearly all are confirmed, and then there
 * is nothing left to wake up for. Of two instances that find one, the row under lock lets one act.
 */
export class Expiries extends Repetition {
  constructor(private readonly options: ExpiriesOptions) {
    super(options.timers, options.pollMs ?? 1_000);
  }

  protected async turn(): Promise<void> {
    const { pool, onError } = this.options;
    try {
      const { rows } = await pool.query<Overdue>(
        `SELECT order_id AS "orderId", tenant FROM reservations WHERE expires_at <= now() ORDER BY expires_at LIMIT 200`,
      );
      await Promise.all(rows.map((overdue) => this.expire(overdue).catch(onError)));
    } catch (error) {
      onError(error);
    }
  }

  private expire({ orderId, tenant }: Overdue): Promise<void> {
    const { shell, ids } = this.options;
    const context = whenDue({ id: orderId, tenant }, 'inventory.expiry', ids.next());
    return shell.run(context, (tx) => expireReservation(tx, orderId));
  }
}
