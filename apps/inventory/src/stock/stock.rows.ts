import { kind } from '@waybill/unit-of-work';
import { Check, Column, Entity, PrimaryColumn } from 'typeorm';
import type { Line, Shortage } from './domain/stock.js';

@Entity('stock')
@Check('stock_covers_reservations', 'reserved >= 0 AND on_hand >= reserved')
export class StockRow {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: string;
  @Column('integer') onHand!: number;
  @Column('integer') reserved!: number;
}

/** What an order holds, held, or could not get. `released` without lines is a tombstone: the release came first. */
@Entity('reservations')
export class ReservationRow {
  @PrimaryColumn('text') orderId!: string;
  @Column('text') tenant!: string;
  @Column('text') status!: 'reserved' | 'failed' | 'released' | 'committed';
  @Column('jsonb') lines!: readonly Line[];
  @Column('jsonb') shortages!: readonly Shortage[];
  @Column('timestamptz') updatedAt!: Date;
}

/** What can happen to the pieces in the house. `opened`: they were there when the books began. */
export type Movement = 'opened' | 'received' | 'adjusted' | 'shipped' | 'restocked';

/** The ledger of the stock: every change of `onHand`, in the act that made it. The sum of a SKU's deltas is what is on hand. */
@Entity('stock_movements')
export class StockMovementRow {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: string;
  @PrimaryColumn('text') kind!: Movement;
  /** A receipt's reference, a shipment, a return, or the message that asked for it: the same thing moves goods once. */
  @PrimaryColumn('text') reference!: string;
  @Column('text') warehouse!: string;
  @Column('integer') delta!: number;
  @Column('timestamptz') at!: Date;
}

export const MAIN_WAREHOUSE = 'main';

export const stock = kind(StockRow, ['tenant', 'sku'], {
  guards: { stock_covers_reservations: ({ onHand, reserved }) => reserved >= 0 && onHand >= reserved },
});
export const reservations = kind(ReservationRow, ['orderId']);
export const stockMovements = kind(StockMovementRow, ['tenant', 'sku', 'kind', 'reference']);
