import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds an index, so that a list by status reads one page instead of the whole table. */
export class OrderLists1760000001005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX order_summaries_status ON order_summaries (tenant, status, placed_at, id)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX order_summaries_status');
  }
}
