import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PaymentAlarms1760000002003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payment_alarms (
        id text NOT NULL, tenant text NOT NULL, order_id text NOT NULL, kind text NOT NULL, detail text NOT NULL,
        raised_at timestamptz NOT NULL, settled_at timestamptz, settled_by text, note text, PRIMARY KEY (id)
      );
      CREATE INDEX payment_alarms_open ON payment_alarms (raised_at) WHERE settled_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE payment_alarms`);
  }
}
