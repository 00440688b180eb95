import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PaymentRevisions1760000002002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments ADD COLUMN revision integer NOT NULL DEFAULT 0, ADD COLUMN held jsonb, ADD COLUMN unchanged jsonb;
      ALTER TABLE payments ALTER COLUMN revision DROP DEFAULT;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE payments DROP COLUMN revision, DROP COLUMN held, DROP COLUMN unchanged`);
  }
}
