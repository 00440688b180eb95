import type { MigrationInterface, QueryRunner } from 'typeorm';

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
      INSERT INTO product_demand_shares SELECT share, 0, 0 FROM generate_series(0, 3) share;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE product_demand_shares, product_demand`);
  }
}
