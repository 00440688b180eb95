import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a refund is for. Null in rows of an older build, which an instance of that build may still write during a rolling update. */
export class RefundPurposes1760000002006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE refunds ADD purpose text, ADD subject text`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE refunds DROP purpose, DROP subject`);
  }
}
