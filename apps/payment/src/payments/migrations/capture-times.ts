import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a payment was captured. Null in rows of an older build, which an instance of that build may still write during a rolling update. */
export class CaptureTimes1760000002031 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payments ADD captured_at timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payments DROP captured_at');
  }
}
