import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the mail address of a customer or an order is verified. Unknown for rows of older releases. */
export class VerifiedEmails1760000001028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE customers ADD email_verified boolean;
      ALTER TABLE contacts ADD email_verified boolean`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE contacts DROP email_verified;
      ALTER TABLE customers DROP email_verified`);
  }
}
