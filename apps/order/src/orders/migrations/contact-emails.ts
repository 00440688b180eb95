import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A draft may have a contact without an email address. */
export class ContactEmails1760000001021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts ALTER email DROP NOT NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE contacts SET email = '' WHERE email IS NULL;
      ALTER TABLE contacts ALTER email SET NOT NULL`);
  }
}
