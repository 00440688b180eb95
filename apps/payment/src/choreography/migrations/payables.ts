import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Payables1760000002004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payables (
        order_id text NOT NULL, tenant text NOT NULL, wanted jsonb, created_at timestamptz NOT NULL, PRIMARY KEY (order_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE payables');
  }
}
