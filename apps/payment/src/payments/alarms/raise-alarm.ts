import type { Tx } from '@waybill/unit-of-work';
import { type PaymentAlarmRow, paymentAlarms } from './alarm.rows.js';

export type Alarm = Pick<PaymentAlarmRow, 'id' | 'orderId' | 'kind' | 'detail'>;

/** Calls a person. An alarm that was raised before, or settled, stays as it is. */
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

/** What the alarm was about has come right by itself. */
export async function endAlarm(tx: Tx, id: string, note: string): Promise<void> {
  const known = await tx.load(paymentAlarms, { id });
  if (known && !known.settledAt)
    tx.save(paymentAlarms, { ...known, settledAt: tx.at, settledBy: 'system', note });
}
