import type { paymentAuthorize } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import { kind } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An order that nobody leads, until it is known both what it costs and that its goods are there. */
@Entity('payables')
export class PayableRow {
  @PrimaryColumn('text') orderId!: string;
  @Column('text') tenant!: string;
  /** What is to be authorized; null while only its goods are known of. */
  @Column('jsonb', { nullable: true }) wanted!: DataOf<typeof paymentAuthorize> | null;
  @Column('timestamptz') createdAt!: Date;
}

export const payables = kind(PayableRow, ['orderId']);
