import { type Eraser, idsOf } from '@waybill/platform';
import type { Pool } from 'pg';
import { withoutRecipient } from '../shipments/erasers.js';
import { parcelPlans } from './parcel-plans.rows.js';

/** Addresses of orders that ended before their shipment was booked. */
export function plannedRecipientEraser(pool: Pool): Eraser {
  return {
    name: 'planned recipients',
    async find({ tenant, orderIds }) {
      return idsOf(
        pool,
        `SELECT order_id AS id FROM parcel_plans
         WHERE order_id = ANY($2) AND tenant = $1 AND recipient->'address'->>'line1' <> ''`,
        [tenant, orderIds],
      );
    },
    async erase(tx, orderId) {
      const plan = await tx.load(parcelPlans, { orderId });
      if (!plan?.recipient) return;
      const recipient = { ...plan.recipient, address: withoutRecipient(plan.recipient.address) };
      tx.save(parcelPlans, { ...plan, recipient });
    },
  };
}
