import { requestErasure } from '@waybill/platform';
import type { Tx } from '@waybill/unit-of-work';
import { erasedCustomers } from '../notification.rows.js';

interface Erased {
  readonly customerId: string;
  /** Absent in messages of older releases. */
  readonly orderIds?: readonly string[] | undefined;
}

/** Prevents further mails to this customer, and erases what is stored about them. `erasedAt`: when the order service erased them. */
export async function forgetCustomer(
  tx: Tx,
  { customerId: id, orderIds = [] }: Erased,
  erasedAt: Date,
): Promise<void> {
  const { tenant } = tx.context;
  const known = await tx.load(erasedCustomers, { tenant, id });
  if (!known || known.erasedAt < erasedAt) tx.save(erasedCustomers, { tenant, id, erasedAt });
  requestErasure(tx, { tenant, id, orderIds, erasedAt: erasedAt.toISOString() });
}

/**
 * The customer has registered, and gets mails again. False for a registration from before the erasure, which arrives late or is redriven.
 */
export async function rememberCustomer(tx: Tx, id: string, registeredAt: Date): Promise<boolean> {
  const erased = await tx.load(erasedCustomers, { tenant: tx.context.tenant, id });
  if (!erased) return true;
  if (registeredAt < erased.erasedAt) return false;
  tx.remove(erasedCustomers, erased);
  return true;
}
