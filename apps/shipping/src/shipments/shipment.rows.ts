import { kind } from '@waybill/unit-of-work';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import {
  type Address,
  type Line,
  type Refusal,
  type Shipment,
  type Status,
  hasLeft,
} from './domain/shipment.js';

const GUARD = 'shipments_leave_with_a_booking';

/** The shipment of an order. One without `shipmentId` is a tombstone: the cancellation came before the booking. */
@Entity('shipments')
@Index('shipments_shipment_id', ['shipmentId'], { unique: true })
@Index('shipments_created', ['tenant', 'createdAt', 'orderId'])
@Index('shipments_customer', ['customerId', 'createdAt'])
@Check(GUARD, `status NOT IN ('booked', 'dispatching', 'shipped', 'delivered') OR booking_id IS NOT NULL`)
export class ShipmentRow implements Shipment {
  @PrimaryColumn('text') orderId!: string;
  @Column('text') tenant!: string;
  /** What the carrier tells later belongs to the story that began with the booking. */
  @Column('text') correlationId!: string;
  @Column('text', { nullable: true }) shipmentId!: string | null;
  @Column('text', { nullable: true }) customerId!: string | null;
  @Column('text') status!: Status;
  /** Personal data: kept only until the parcel is there, or will never be. */
  @Column('jsonb', { nullable: true }) address!: Address | null;
  @Column('jsonb') lines!: readonly Line[];
  @Column('text', { nullable: true }) bookingId!: string | null;
  @Column('text', { nullable: true }) carrier!: string | null;
  @Column('text', { nullable: true }) trackingNumber!: string | null;
  @Column('text', { nullable: true }) eta!: string | null;
  @Column('jsonb', { nullable: true }) refusal!: Refusal | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  @Column('timestamptz', { nullable: true }) confirmedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) bookedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) shippedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) deliveredAt!: Date | null;
  @Column('timestamptz', { nullable: true }) cancelledAt!: Date | null;
}

export const shipments = kind(ShipmentRow, ['orderId'], {
  unique: [['shipmentId']],
  guards: {
    [GUARD]: ({ status, bookingId }) => !(status === 'booked' || hasLeft(status)) || bookingId !== null,
  },
});
