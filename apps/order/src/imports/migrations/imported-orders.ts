import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Maps a marketplace's order ids to our orders. */
export class ImportedOrders1760000001009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE imported_orders (
        tenant text NOT NULL, marketplace text NOT NULL, external_id text NOT NULL, order_id text NOT NULL,
        fingerprint text NOT NULL, sold_at timestamptz NOT NULL, imported_at timestamptz NOT NULL,
        PRIMARY KEY (tenant, marketplace, external_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE imported_orders');
  }
}
