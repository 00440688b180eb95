import type { MigrationInterface, QueryRunner } from 'typeorm';
import { createIndexConcurrently } from '@waybill/unit-of-work';

/** Adds an index, so that orders are found by the order number of any marketplace. */
export class ImportReferences1760000001033 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexConcurrently(
      runner,
      'imported_orders_reference',
      'imported_orders (tenant, external_id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX imported_orders_reference');
  }
}
