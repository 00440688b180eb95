import type { OrderId } from '@waybill/contracts/ids';
import { type Ids, type Timers, whenDue } from '@waybill/kernel';
import { type BatchRunner, DueWork, type RowStore } from '@waybill/unit-of-work';
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
export class Expiries extends DueWork<Overdue> {
  constructor({ rows, unitOfWork, ids, timers, pollMs, onError }: ExpiriesOptions) {
    super({
      timers,
      rowType: reservations,
      column: 'expiresAt',
      due: (wanted) => rows.due(reservations, 'expiresAt', ['orderId', 'tenant'], wanted),
      handle: ({ orderId, tenant }) => {
        const context = whenDue({ id: orderId, tenant }, 'inventory.expiry', ids.next());
        return unitOfWork.run(context, (tx) => expireReservation(tx, orderId));
      },
      pollMs,
      onError,
    });
  }
}
