import { createIndexConcurrently } from '@waybill/unit-of-work';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds an index, so that the list of a tenant reads one page instead of all payments. */
export class PaymentLists1760000002033 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexConcurrently(runner, 'payments_created', 'payments (tenant, created_at, order_id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_created');
  }
}
