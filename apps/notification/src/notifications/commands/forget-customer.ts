import type { Performer, Tx } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { erasedCustomers, notifications } from '../notification.rows.js';

interface ForgetRequested {
  readonly tenant: string;
  readonly customerId: string;
}

/** Longer than any batch takes that has loaded its rows before the erasure was committed. */
const LAST_WRITER_MS = 60_000;

/**
 * Prevents further mails to this customer. Deletes the address from existing mails now, and again after `LAST_WRITER_MS`: a concurrent
 * batch may still add mails.
 */
export async function forgetCustomer(tx: Tx, customerId: string): Promise<void> {
  const { tenant } = tx.context;
  const key = { tenant, id: customerId };
  if (await tx.load(erasedCustomers, key)) return;
  tx.save(erasedCustomers, { ...key, erasedAt: tx.at });
  const payload: ForgetRequested = { tenant, customerId };
  for (const wait of [0, LAST_WRITER_MS]) {
    const dueAt = new Date(tx.at.getTime() + wait);
    tx.effect({ kind: 'recipient.forget', key: customerId, payload, dueAt });
  }
}

/** The customer has registered again, and gets mails again. */
export async function rememberCustomer(tx: Tx, customerId: string): Promise<void> {
  const erased = await tx.load(erasedCustomers, { tenant: tx.context.tenant, id: customerId });
  if (erased) tx.remove(erasedCustomers, erased);
}

/** Finds the mails of a customer with a query by customer id, which a unit of work cannot do, and deletes their address. */
export function recipientForget(pool: Pool): Performer<ForgetRequested, string[]> {
  return {
    async perform({ tenant, customerId }) {
      const { rows } = await pool.query<{ id: string }>(
        `SELECT id FROM notifications WHERE tenant = $1 AND customer_id = $2 AND recipient IS NOT NULL`,
        [tenant, customerId],
      );
      return rows.map(({ id }) => id);
    },
    async answer(tx, ids) {
      const found = await Promise.all(ids.map((id) => tx.load(notifications, { id })));
      for (const row of found) if (row) tx.save(notifications, { ...row, recipient: null });
    },
  };
}
