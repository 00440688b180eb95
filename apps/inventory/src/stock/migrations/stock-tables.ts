import type { MigrationInterface, QueryRunner } from 'typeorm';

export class StockTables1760000001001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stock (
        tenant text NOT NULL, sku text NOT NULL, on_hand integer NOT NULL, reserved integer NOT NULL,
        PRIMARY KEY (tenant, sku),
        CONSTRAINT stock_covers_reservations CHECK (reserved >= 0 AND on_hand >= reserved)
      ) WITH (fillfactor = 70);
      CREATE TABLE reservations (
        order_id text NOT NULL, tenant text NOT NULL, status text NOT NULL, lines jsonb NOT NULL,
        shortages jsonb NOT NULL, updated_at timestamptz NOT NULL, PRIMARY KEY (order_id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE reservations, stock`);
  }
}
