import { contractErrors, type inventoryReserved, type orderPlaced } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import { type DataOf, DomainError } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { authorizePayment } from '../payments/commands/authorize-payment.js';
import { payments } from '../payments/payments.rows.js';
import { payables } from './payables.rows.js';

// `order.placed` and `inventory.reserved` come from two topics, in any order. The second one starts the payment. A payment that was
// started or cancelled before stays unchanged.

/** Handles `order.placed`: stores the price, or starts the payment if the stock is reserved already. */
export async function rememberPrice(
  tx: Tx,
  { orderId, customerId, total: amount, paymentMethod }: DataOf<typeof orderPlaced>,
): Promise<void> {
  if (paymentMethod === undefined)
    throw new DomainError(
      contractErrors.CONTRACT_BROKEN,
      `order.placed of the choreographed order ${orderId} has no paymentMethod`,
    );
  const { known, payable, tenant } = await look(tx, orderId);
  if (known || payable?.wanted) return;
  const wanted = { orderId, customerId, amount, paymentMethod };
  if (!payable) return void tx.save(payables, { orderId, tenant, wanted, createdAt: tx.at });
  tx.remove(payables, { orderId });
  return authorizePayment(tx, { ...wanted, choreographed: true });
}

/** Handles `inventory.reserved`: starts the payment, or stores the reservation if the price is not known yet. */
export async function payForGoods(tx: Tx, { orderId }: DataOf<typeof inventoryReserved>): Promise<void> {
  const { known, payable, tenant } = await look(tx, orderId);
  if (known) return;
  if (!payable) return void tx.save(payables, { orderId, tenant, wanted: null, createdAt: tx.at });
  if (!payable.wanted) return;
  tx.remove(payables, { orderId });
  return authorizePayment(tx, { ...payable.wanted, choreographed: true });
}

async function look(tx: Tx, orderId: OrderId) {
  const [known, payable] = await Promise.all([
    tx.load(payments, { orderId }),
    tx.load(payables, { orderId }),
  ]);
  return { known, payable, tenant: tx.context.tenant };
}
