import type { shippingBook } from '@waybill/contracts';
import type { OrderId } from '@waybill/contracts/ids';
import type { DataOf } from '@waybill/kernel';
import { rowType } from '@waybill/unit-of-work';
import { Column, Entity, PrimaryColumn } from 'typeorm';

type Booking = DataOf<typeof shippingBook>;

/** A choreographed order until its address, lines and payment are known. */
@Entity('parcel_plans')
export class ParcelPlanRow {
  @PrimaryColumn('text') orderId!: OrderId;
  @Column('text') tenant!: string;
  /** Personal data: kept until the shipment is booked, or can no longer be. */
  @Column('jsonb', { nullable: true }) recipient!: Pick<Booking, 'customerId' | 'address'> | null;
  /** By warehouse, as reserved by inventory. */
  @Column('jsonb', { nullable: true }) lines!: Booking['lines'] | null;
  @Column('boolean') paid!: boolean;
  @Column('timestamptz') createdAt!: Date;
}

export const parcelPlans = rowType(ParcelPlanRow, ['orderId']);
