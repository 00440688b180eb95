import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the order of a payment is in choreographed mode. */
export class PaymentModes1760000002007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payments ADD choreographed boolean');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payments DROP choreographed');
  }
}
