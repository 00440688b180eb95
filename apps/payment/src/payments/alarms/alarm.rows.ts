import type { OrderId } from '@waybill/contracts/ids';
import { present } from '@waybill/kernel';
import { rowType } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * `AMOUNT_MISMATCH`: the gateway captured or refunded another amount than was requested. `REFUND_REFUSED`: the gateway refused a
 * refund.
 */
export type AlarmKind = 'AMOUNT_MISMATCH' | 'REFUND_REFUSED';

/** A problem with money that an operator must settle. The id derives from the payment or refund, so each is raised once. */
@Entity('payment_alarms')
@Index('payment_alarms_open', ['raisedAt'], { where: 'settled_at IS NULL' })
export class PaymentAlarmRow {
  @PrimaryColumn('text') id!: string;
  @Column('text') tenant!: string;
  @Column('text') orderId!: OrderId;
  @Column('text') kind!: AlarmKind;
  @Column('text') detail!: string;
  @Column('timestamptz') raisedAt!: Date;
  @Column('timestamptz', { nullable: true }) settledAt!: Date | null;
  @Column('text', { nullable: true }) settledBy!: string | null;
  @Column('text', { nullable: true }) note!: string | null;
}

export async function openAlarms(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM payment_alarms WHERE settled_at IS NULL`,
  );
  return present(rows[0], 'the count').count;
}

export const paymentAlarms = rowType(PaymentAlarmRow, ['id']);
