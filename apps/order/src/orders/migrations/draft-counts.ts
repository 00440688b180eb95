import { createIndexConcurrently } from '@waybill/unit-of-work';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds an index, so that counting the drafts of a customer does not read all of their orders. */
export class DraftCounts1760000001031 implements MigrationInterface {
  readonly transaction = false;

  async up(runner: QueryRunner): Promise<void> {
    await createIndexConcurrently(
      runner,
      'order_summaries_drafts',
      "order_summaries (tenant, customer_id) WHERE status = 'DRAFT'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX order_summaries_drafts');
  }
}
