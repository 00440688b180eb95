import type { CustomerId, OrderId, ShipmentId } from '@waybill/contracts/ids';
import { type EffectContext, type LoadRequest, type Tx, rowType, toLoad } from '@waybill/unit-of-work';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import {
  type Address,
  type Cost,
  type Line,
  type Refusal,
  type Shipment,
  type Status,
  hasLeft,
  isInHouse,
} from './domain/shipment.js';

const GUARD = 'shipments_leave_with_a_booking';

/**
 * A shipment of an order. Every order has a first one, and decisions about all shipments of an order lock it first. One
 * without `shipmentId` is a tombstone: the cancellation came before the booking.
 */
@Entity('shipments')
@Index('shipments_shipment_id', ['shipmentId'], { unique: true })
@Index('shipments_created', ['tenant', 'createdAt', 'shipmentId'])
@Index('shipments_customer', ['customerId', 'createdAt'])
@Check(
  GUARD,
  `status NOT IN ('booked', 'picked', 'packed', 'labelled', 'dispatching', 'shipped', 'delivered') OR booking_id IS NOT NULL`,
)
export class ShipmentRow implements Shipment {
  @PrimaryColumn('text') orderId!: OrderId;
  @PrimaryColumn('integer', { default: 1 }) parcel!: number;
  @Column('integer', { default: 1 }) parcels!: number;
  @Column('text') tenant!: string;
  /** The trace of the booking, which later webhooks of the carrier continue. */
  @Column('text') correlationId!: string;
  @Column('text', { nullable: true }) shipmentId!: ShipmentId | null;
  @Column('text', { nullable: true }) customerId!: CustomerId | null;
  @Column('text', { default: 'main' }) warehouse!: string;
  @Column('text') status!: Status;
  /** Personal data: kept until the parcel is delivered, or can no longer be. */
  @Column('jsonb', { nullable: true }) address!: Address | null;
  @Column('jsonb') lines!: readonly Line[];
  @Column('jsonb', { default: [] }) missing!: readonly Line[];
  @Column('text', { nullable: true }) bookingId!: string | null;
  @Column('text', { nullable: true }) carrier!: string | null;
  @Column('text', { nullable: true }) trackingNumber!: string | null;
  @Column('text', { nullable: true }) eta!: string | null;
  @Column('text', { nullable: true }) label!: string | null;
  @Column('jsonb', { nullable: true }) cost!: Cost | null;
  @Column('integer', { default: 1 }) bookings!: number;
  @Column('jsonb', { nullable: true }) refusal!: Refusal | null;
  /** Whether the order is in choreographed mode; null in rows of older releases. */
  @Column('boolean', { nullable: true }) choreographed!: boolean | null;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
  @Column('timestamptz', { nullable: true }) prepareRequestedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) pickConfirmedAt!: Date | null;
  /** The command to prepare. Its reply is sent when every shipment has its label. */
  @Column('jsonb', { nullable: true }) asked!: EffectContext | null;
  @Column('timestamptz', { nullable: true }) confirmedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) bookedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) shippedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) deliveredAt!: Date | null;
  @Column('timestamptz', { nullable: true }) cancelledAt!: Date | null;
}

export const shipments = rowType(ShipmentRow, ['orderId', 'parcel'], {
  unique: [['shipmentId']],
  guards: {
    [GUARD]: ({ status, bookingId }) => !(isInHouse(status) || hasLeft(status)) || bookingId !== null,
  },
});

/** Every command about the parcels of an order loads this row first. */
export function firstParcel({ orderId }: { readonly orderId: OrderId }): LoadRequest {
  return toLoad(shipments, { orderId, parcel: 1 });
}

/** All parcels of the order, the first one locked first; none when it has no shipment. */
export async function loadParcels(tx: Tx, orderId: OrderId): Promise<readonly ShipmentRow[]> {
  const first = await tx.load(shipments, { orderId, parcel: 1 });
  if (!first) return [];
  const numbers = Array.from({ length: first.parcels - 1 }, (_, index) => index + 2);
  const others = await Promise.all(numbers.map((parcel) => tx.load(shipments, { orderId, parcel })));
  return [first, ...others.flatMap((row) => (row ? [row] : []))];
}

/** Returns the parcels after `change` and saves those that changed. */
export function changeParcels(
  tx: Tx,
  parcels: readonly ShipmentRow[],
  change: (parcel: ShipmentRow) => ShipmentRow,
): readonly ShipmentRow[] {
  return parcels.map((parcel) => {
    const changed = change(parcel);
    if (changed !== parcel) tx.save(shipments, changed);
    return changed;
  });
}
