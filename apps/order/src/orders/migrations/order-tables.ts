import type { MigrationInterface, QueryRunner } from 'typeorm';

export class OrderTables1760000001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE order_summaries (
        id text NOT NULL, tenant text NOT NULL, customer_id text NOT NULL, status text NOT NULL,
        version integer NOT NULL, placed_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        currency text NOT NULL, total bigint NOT NULL, lines jsonb NOT NULL, charges jsonb NOT NULL,
        progress jsonb NOT NULL, PRIMARY KEY (id)
      ) WITH (fillfactor = 70);
      CREATE INDEX order_summaries_customer ON order_summaries (tenant, customer_id, placed_at, id);
      CREATE INDEX order_summaries_placed ON order_summaries (tenant, placed_at, id);
      CREATE TABLE contacts (
        order_id text NOT NULL, customer_name text NOT NULL, email text NOT NULL, address jsonb NOT NULL,
        PRIMARY KEY (order_id)
      );
      CREATE TABLE customers (
        tenant text NOT NULL, id text NOT NULL, name text NOT NULL, email text NOT NULL,
        registered_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, PRIMARY KEY (tenant, id)
      );
      CREATE TABLE products (
        tenant text NOT NULL, sku text NOT NULL, name text NOT NULL, price bigint NOT NULL, currency text NOT NULL,
        active boolean NOT NULL, updated_at timestamptz NOT NULL, PRIMARY KEY (tenant, sku),
        CONSTRAINT products_price CHECK (price >= 0)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE products, customers, contacts, order_summaries`);
  }
}
