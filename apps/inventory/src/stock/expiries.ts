import type { OrderId } from '@waybill/contracts/ids';
import { type Ids, Repetition, type Timers, whenDue } from '@waybill/kernel';
import type { RowStore, BatchRunner } from '@waybill/unit-of-work';
import { expireReservation } from './commands/release-stock.js';
import { reservations } from './stock.rows.js';

export interface ExpiriesOptions {
  readonly rows: RowStore;
  readonly unitOfWork: BatchRunner;
  readonly ids: Ids;
  readonly timers: Timers;
  readonly pollMs?: number;
  readonly onError: (error: unknown) => void;
}

interface Overdue {
  readonly orderId: OrderId;
  readonly tenant: string;
}

/**
 * Releases reservations that were not confirmed in time. Their time is a column and not an effect per reservation, because nearly all
 * are confirmed in time. If two instances find the same reservation, the row lock lets only one expire it.
 */
export class Expiries extends Repetition {
  constructor(private readonly options: ExpiriesOptions) {
    super(options.timers, options.pollMs ?? 1_000);
  }

  protected async turn(): Promise<void> {
    const { rows, onError } = this.options;
    try {
      const due = await rows.due(reservations, 'expiresAt', ['orderId', 'tenant'], 200);
      await Promise.all(due.map((overdue) => this.expire(overdue).catch(onError)));
    } catch (error) {
      onError(error);
    }
  }

  private expire({ orderId, tenant }: Overdue): Promise<void> {
    const { unitOfWork, ids } = this.options;
    const context = whenDue({ id: orderId, tenant }, 'inventory.expiry', ids.next());
    return unitOfWork.run(context, (tx) => expireReservation(tx, orderId));
  }
}
