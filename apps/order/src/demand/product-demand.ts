import type { Sku } from '@waybill/contracts/ids';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * A PN-counter: what one instance has counted of a product, up and down. Nobody else writes the row, both numbers only grow, and
 * the counter is the sum over all rows, whenever and wherever it is made.
 */
@Entity('product_demand')
export class ProductDemand {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: Sku;
  @PrimaryColumn('text') instance!: string;
  /** Pieces ordered. */
  @Column('bigint') increments!: number;
  /** Pieces of orders that were cancelled. */
  @Column('bigint') decrements!: number;
}

/** How far a share of the orders is counted. Shares are there so that instances can count at the same time. */
@Entity('product_demand_shares')
export class DemandShare {
  @PrimaryColumn('smallint') share!: number;
  @Column('bigint') tx!: number;
  @Column('bigint') position!: number;
}

/** A power of two: an order's share is in the last bits of its id's hash. */
export const SHARES = 4;
