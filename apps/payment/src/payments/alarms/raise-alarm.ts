import type { Tx } from '@waybill/unit-of-work';
import { type PaymentAlarmRow, paymentAlarms } from './alarm.rows.js';

export type Alarm = Pick<PaymentAlarmRow, 'id' | 'orderId' | 'kind' | 'detail'>;

/** Raises an alarm for operators. An alarm that exists already, open or settled, stays unchanged. */
export async function raiseAlarm(tx: Tx, alarm: Alarm): Promise<void> {
  if (await tx.load(paymentAlarms, { id: alarm.id })) return;
  const { tenant } = tx.context;
  tx.save(paymentAlarms, {
    ...alarm,
    tenant,
    raisedAt: tx.at,
    settledAt: null,
    settledBy: null,
    note: null,
  });
}

/** Settles an open alarm whose problem no longer exists. */
export async function endAlarm(tx: Tx, id: string, note: string): Promise<void> {
  const known = await tx.load(paymentAlarms, { id });
  if (known && !known.settledAt)
    tx.save(paymentAlarms, { ...known, settledAt: tx.at, settledBy: 'system', note });
}
