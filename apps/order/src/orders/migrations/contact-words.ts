import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a customer wrote about the order is stored with their address, so that an erasure deletes it. */
export class ContactWords1760000001027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts ADD words jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE contacts DROP words');
  }
}
