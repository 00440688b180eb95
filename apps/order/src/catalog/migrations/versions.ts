import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds versions to products and customers, for requests with `If-Match`. */
export class Versions1760000001002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE products ADD version integer NOT NULL DEFAULT 1;
      ALTER TABLE customers ADD version integer NOT NULL DEFAULT 1;
      CREATE TABLE product_versions (
        tenant text NOT NULL, sku text NOT NULL, version integer NOT NULL, name text NOT NULL, price bigint NOT NULL,
        currency text NOT NULL, active boolean NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (tenant, sku, version)
      );
      INSERT INTO product_versions SELECT tenant, sku, version, name, price, currency, active, updated_at FROM products;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE product_versions;
      ALTER TABLE customers DROP version;
      ALTER TABLE products DROP version;
    `);
  }
}
