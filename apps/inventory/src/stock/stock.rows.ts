import type { OrderId, Quantity, Sku } from '@waybill/contracts/ids';
import { type EffectContext, rowType } from '@waybill/unit-of-work';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import type { Shortage } from './domain/allocation.js';
import type { Missing, Reservation } from './domain/reservation.js';
import { type Place, type PlacedLine, type Stock, covers } from './domain/stock.js';
import type { Waiter } from './domain/waiting-line.js';

const SUMS = 'stock_covers_reservations';
const HOUSES = 'stock_covers_reservations_in_each_warehouse';

/** One row per SKU for all warehouses, so that the lines of an order are one load. */
@Entity('stock')
@Index('stock_sku_prefix', { synchronize: false })
@Check(SUMS, 'reserved >= 0 AND on_hand >= reserved')
@Check(HOUSES, `NOT jsonb_path_exists(warehouses, '$[*] ? (@.reserved < 0 || @.onHand < @.reserved)')`)
export class StockRow implements Stock {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: Sku;
  /** Totals of all warehouses. */
  @Column('integer') onHand!: number;
  @Column('integer') reserved!: number;
  @Column('jsonb') warehouses!: readonly Place[];
  @Column('integer', { nullable: true }) lowStockThreshold!: number | null;
  @Column('boolean', { default: false }) backorder!: boolean;
  @Column('integer', { default: 0 }) waiting!: number;
  @Column('integer', { default: 0 }) lastPlace!: number;
}

/** The reservation of an order. `released` without lines is a tombstone: the release arrived before the reservation. */
@Entity('reservations')
@Index('reservations_expire', ['expiresAt'], { where: 'expires_at IS NOT NULL' })
export class ReservationRow implements Reservation {
  @PrimaryColumn('text') orderId!: OrderId;
  @Column('text') tenant!: string;
  @Column('text') status!: Reservation['status'];
  @Column('jsonb') lines!: readonly PlacedLine[];
  @Column('jsonb') shortages!: readonly Shortage[];
  @Column('timestamptz') updatedAt!: Date;
  @Column('integer', { default: 0 }) revision!: number;
  /** Null in rows of older releases. */
  @Column('boolean', { nullable: true }) choreographed!: boolean | null;
  @Column('jsonb', { default: [] }) missing!: readonly Missing[];
  @Column('jsonb', { default: [] }) departed!: readonly PlacedLine[];
  /** When the reservation expires, unless the order is confirmed before. */
  @Column('timestamptz', { nullable: true }) expiresAt!: Date | null;
  /** The command of a waiting order, which is answered when all units have arrived. */
  @Column('jsonb', { nullable: true }) asked!: EffectContext | null;
}

/** The columns of a reservation without any lines. */
export const nothingReserved = {
  lines: [],
  shortages: [],
  revision: 0,
  choreographed: null,
  missing: [],
  departed: [],
  expiresAt: null,
  asked: null,
} satisfies Partial<ReservationRow>;

/** An order's place in the line for a SKU. */
@Entity('backorders')
export class BackorderRow implements Waiter {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: Sku;
  @PrimaryColumn('integer') place!: number;
  @Column('text') orderId!: OrderId;
  @Column('integer') quantity!: Quantity;
}

/** Reasons for a change of units on hand. `opened`: the stock before the ledger was introduced. */
export type Movement = 'opened' | 'received' | 'adjusted' | 'shipped' | 'restocked';

/** The stock ledger: every change of `onHand`, in the same transaction. The deltas of a SKU add up to its units on hand. */
@Entity('stock_movements')
export class StockMovementRow {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: Sku;
  @PrimaryColumn('text') kind!: Movement;
  /** The reference of a receipt, a shipment, a return or a message: makes the movement idempotent. */
  @PrimaryColumn('text') reference!: string;
  @Column('text') warehouse!: string;
  @Column('integer') delta!: number;
  @Column('timestamptz') at!: Date;
}

export const stock = rowType(StockRow, ['tenant', 'sku'], {
  guards: {
    [SUMS]: ({ onHand, reserved }) => reserved >= 0 && onHand >= reserved,
    [HOUSES]: covers,
  },
});
export const reservations = rowType(ReservationRow, ['orderId']);
export const backorders = rowType(BackorderRow, ['tenant', 'sku', 'place']);
export const stockMovements = rowType(StockMovementRow, ['tenant', 'sku', 'kind', 'reference']);
