import type { paymentCaptured } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { dailyOrders, dailyPayments } from './daily.rows.js';

export type Turn = 'placed' | 'confirmed' | 'delivered';

/** The day (UTC) of the event itself, not of its processing, so that late messages count for the right day. */
const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

export async function countOrder(tx: Tx, turn: Turn, time: Date): Promise<void> {
  const key = { tenant: tx.context.tenant, day: dayOf(time) };
  const counted = (await tx.load(dailyOrders, key)) ?? { ...key, placed: 0, confirmed: 0, delivered: 0 };
  tx.save(dailyOrders, { ...counted, [turn]: counted[turn] + 1 });
}

export async function countPayment(
  tx: Tx,
  { amount, method }: DataOf<typeof paymentCaptured>,
  time: Date,
): Promise<void> {
  const key = { tenant: tx.context.tenant, day: dayOf(time), method, currency: amount.currency };
  const counted = (await tx.load(dailyPayments, key)) ?? { ...key, payments: 0, amount: 0 };
  const { payments, amount: sum } = counted;
  tx.save(dailyPayments, { ...counted, payments: payments + 1, amount: sum + amount.amount });
}
