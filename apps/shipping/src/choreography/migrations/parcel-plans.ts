import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ParcelPlans1760000001005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE parcel_plans (
        order_id text NOT NULL, tenant text NOT NULL, recipient jsonb, lines jsonb, paid boolean NOT NULL,
        created_at timestamptz NOT NULL, PRIMARY KEY (order_id)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE parcel_plans');
  }
}
