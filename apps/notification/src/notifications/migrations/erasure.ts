import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Erasure1760000001005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE notifications ALTER COLUMN recipient DROP NOT NULL;
      CREATE INDEX notifications_customer ON notifications (tenant, customer_id);
      CREATE TABLE erased_customers (
        tenant text NOT NULL, id text NOT NULL, erased_at timestamptz NOT NULL, PRIMARY KEY (tenant, id)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE erased_customers;
      DROP INDEX notifications_customer;
      UPDATE notifications SET recipient = '' WHERE recipient IS NULL;
      ALTER TABLE notifications ALTER COLUMN recipient SET NOT NULL;
    `);
  }
}
