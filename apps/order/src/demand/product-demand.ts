import { Column, Entity, type MigrationInterface, PrimaryColumn, type QueryRunner } from 'typeorm';

/**
 * A PN-counter: what one instance has counted of a product, up and down. Nobody else writes the row, both numbers only grow, and
 * the counter is the sum over all rows, whenever and wherever it is made.
 */
@Entity('product_demand')
export class ProductDemand {
  @PrimaryColumn('text') tenant!: string;
  @PrimaryColumn('text') sku!: string;
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

export class ProductDemand1760000001004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE product_demand (
        tenant text NOT NULL, sku text NOT NULL, instance text NOT NULL, increments bigint NOT NULL,
        decrements bigint NOT NULL, PRIMARY KEY (tenant, sku, instance)
      ) WITH (fillfactor = 70);
      CREATE TABLE product_demand_shares (
        share smallint NOT NULL, tx bigint NOT NULL, position bigint NOT NULL, PRIMARY KEY (share)
      ) WITH (fillfactor = 70);
      INSERT INTO product_demand_shares SELECT share, 0, 0 FROM generate_series(0, ${SHARES - 1}) share;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE product_demand_shares, product_demand`);
  }
}
