import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The stock ledger. Its first entries are the units on hand at its introduction. */
export class StockMovements1760000001004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stock_movements (
        tenant text NOT NULL, sku text NOT NULL, kind text NOT NULL, reference text NOT NULL, warehouse text NOT NULL,
        delta integer NOT NULL, at timestamptz NOT NULL, PRIMARY KEY (tenant, sku, kind, reference)
      );
      INSERT INTO stock_movements
        SELECT tenant, sku, 'opened', 'books', 'main', on_hand, now() FROM stock WHERE on_hand <> 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE stock_movements`);
  }
}
