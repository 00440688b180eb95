import { type Eraser, idsOf } from '@waybill/platform';
import { effects } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { recordOutcome } from './commands/record-outcome.js';
import { ERASED } from './domain/notification.js';
import type { SendRequested } from './mail-sender.js';
import { notifications } from './notification.rows.js';

/** The customer has not registered again: then all of their mails are from before the erasure. */
const STILL_ERASED = 'EXISTS (SELECT FROM erased_customers e WHERE e.tenant = $1 AND e.id = $2)';

/** The address of each mail, and the words with which a mail server refused it. */
export function recipientEraser(pool: Pool): Eraser {
  return {
    name: 'recipients',
    async find({ tenant, id, orderIds, erasedAt }) {
      return idsOf(
        pool,
        `SELECT id FROM notifications
         WHERE tenant = $1 AND customer_id = $2 AND (recipient IS NOT NULL OR error <> $5)
           AND (created_at <= $4 OR order_id = ANY($3) OR ${STILL_ERASED})`,
        [tenant, id, orderIds, erasedAt ?? 'infinity', ERASED.error],
      );
    },
    async erase(tx, id) {
      const row = await tx.load(notifications, { id });
      if (row) tx.save(notifications, { ...row, recipient: null, error: row.error && ERASED.error });
    },
  };
}

/** Mails that wait for the mail server. They are not sent. */
export function waitingMailEraser(pool: Pool): Eraser {
  return {
    name: 'waiting mails',
    async find({ tenant, id, orderIds }) {
      return idsOf(
        pool,
        `SELECT id FROM effects
         WHERE kind = 'mail.send' AND context->>'tenant' = $1 AND payload->'data'->>'customerId' = $2
           AND (payload->'data'->>'orderId' = ANY($3) OR ${STILL_ERASED})`,
        [tenant, id, orderIds],
      );
    },
    async erase(tx, id) {
      const effect = await tx.load(effects, { id });
      if (!effect) return;
      await recordOutcome(tx, (effect.payload as SendRequested).id, ERASED);
      tx.remove(effects, { id });
    },
  };
}
