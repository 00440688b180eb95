import type { paymentAuthorize } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import type { DataOf } from '@waybill/kernel';
import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A choreographed order, until both its price and the reservation of its stock are known. */
@Entity('payables')
export class PayableRow {
  @PrimaryColumn('text') orderId!: OrderId;
  @Column('text') tenant!: string;
  /** The authorization to request; null while only the reservation is known. */
  @Column('jsonb', { nullable: true }) wanted!: DataOf<typeof paymentAuthorize> | null;
  @Column('timestamptz') createdAt!: Date;
}

export const payables = rowType(PayableRow, ['orderId']);
