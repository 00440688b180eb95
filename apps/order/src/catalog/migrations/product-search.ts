import { createIndexConcurrently } from '@waybill/unit-of-work';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds indexes for searches by the beginning of a SKU, and by words of the name. */
export class ProductSearch1760000001034 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexConcurrently(runner, 'products_sku_prefix', 'products (tenant, sku text_pattern_ops)');
    await createIndexConcurrently(
      runner,
      'products_name_words',
      `products USING gin (to_tsvector('simple', translate(name, '-_/.:@<>&', '         ')))`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX products_name_words, products_sku_prefix');
  }
}
