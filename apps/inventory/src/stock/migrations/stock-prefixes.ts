import { createIndexConcurrently } from '@waybill/unit-of-work';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds an index for searches by the beginning of a SKU, whatever the collation of the database. */
export class StockPrefixes1760000002034 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexConcurrently(runner, 'stock_sku_prefix', 'stock (tenant, sku text_pattern_ops)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX stock_sku_prefix');
  }
}
