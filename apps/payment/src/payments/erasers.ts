import { type Eraser, idsOf } from '@waybill/platform';
import type { Pool } from 'pg';
import { refunds } from './payments.rows.js';

/** Refunds of earlier releases have the customer's words as their reason; newer ones have a code. */
export function refundReasonEraser(pool: Pool): Eraser {
  return {
    name: 'refund reasons',
    async find({ tenant, orderIds }) {
      return idsOf(
        pool,
        `SELECT refund_id AS id FROM refunds
         WHERE order_id = ANY($2) AND tenant = $1 AND reason !~ '^[A-Z_]*$'`,
        [tenant, orderIds],
      );
    },
    async erase(tx, refundId) {
      const row = await tx.load(refunds, { refundId });
      if (row) tx.save(refunds, { ...row, reason: '' });
    },
  };
}
