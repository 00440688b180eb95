import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NotificationTables1760000001004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notifications (
        id text NOT NULL, tenant text NOT NULL, order_id text, customer_id text NOT NULL, template text NOT NULL,
        recipient text NOT NULL, subject text NOT NULL, status text NOT NULL, created_at timestamptz NOT NULL,
        sent_at timestamptz, error text, PRIMARY KEY (id)
      ) WITH (fillfactor = 80);
      CREATE INDEX notifications_order ON notifications (order_id);
      CREATE INDEX notifications_created ON notifications (tenant, created_at, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE notifications`);
  }
}
