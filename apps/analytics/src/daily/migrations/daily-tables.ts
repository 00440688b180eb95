import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DailyTables1760000001005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE daily_orders (
        tenant text NOT NULL, day date NOT NULL, placed integer NOT NULL, confirmed integer NOT NULL,
        delivered integer NOT NULL, PRIMARY KEY (tenant, day)
      ) WITH (fillfactor = 50);
      CREATE TABLE daily_payments (
        tenant text NOT NULL, day date NOT NULL, method text NOT NULL, currency text NOT NULL,
        payments integer NOT NULL, amount bigint NOT NULL, PRIMARY KEY (tenant, day, method, currency)
      ) WITH (fillfactor = 50);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE daily_orders, daily_payments`);
  }
}
