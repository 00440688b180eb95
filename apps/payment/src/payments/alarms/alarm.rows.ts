import type { OrderId } from '@waybill/contracts/ids';
import { present } from '@waybill/kernel';
import { rowType } from '@waybill/unit-of-work';
import type { Pool } from 'pg';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * `AMOUNT_MISMATCH`: the gateway took or gave back another amount than was asked. `REFUND_REFUSED`: it refused to give money
 * back, for good.
 */
export type AlarmKind = 'AMOUNT_MISMATCH' | 'REFUND_REFUSED';

/** Money that only a person can put right. Its id is made of what it is about, so that it is raised once. */
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
