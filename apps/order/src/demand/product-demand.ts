import type { Sku } from '@waybill/contracts/ids';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * The counts of one instance in a PN-counter (CRDT) per product. Only that instance writes the row, and both numbers only grow. The value
 * of the counter is the sum over all rows.
 */
@Entity('product_demand')
export class ProductDemand {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: Sku;
  @PrimaryColumn('text') instance!: string;
  /** Units ordered; a change of lines adds the new lines. */
  @Column('bigint') increments!: number;
  /** Units of cancelled orders; a change of lines adds the old lines. */
  @Column('bigint') decrements!: number;
}

/**
 * The checkpoint of a share: the position of the last counted event. Orders are divided into shares so that instances can count in
 * parallel.
 */
@Entity('product_demand_shares')
export class DemandShare {
  @PrimaryColumn('smallint') share!: number;
  @Column('bigint') tx!: number;
  @Column('bigint') position!: number;
}

/** The number of shares, a power of two: the last bits of the hash of its id determine an order's share. */
export const SHARES = 4;
