import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PartnerWebhooks1760000002004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE webhook_directories (tenant text NOT NULL, endpoints jsonb NOT NULL, PRIMARY KEY (tenant));
      CREATE TABLE webhook_endpoints (
        id text NOT NULL, tenant text NOT NULL, url text NOT NULL, types jsonb NOT NULL, secret text NOT NULL,
        status text NOT NULL, reason text, created_at timestamptz NOT NULL, changed_at timestamptz NOT NULL, PRIMARY KEY (id)
      );
      CREATE INDEX webhook_endpoints_tenant ON webhook_endpoints (tenant);
      CREATE TABLE webhook_lanes (
        endpoint_id text NOT NULL, order_id text NOT NULL, waiting jsonb NOT NULL, PRIMARY KEY (endpoint_id, order_id)
      );
      CREATE TABLE webhook_deliveries (
        endpoint_id text NOT NULL, message_id text NOT NULL, order_id text NOT NULL, type text NOT NULL, status text NOT NULL,
        attempts integer NOT NULL, answer integer, error text, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (endpoint_id, message_id)
      ) WITH (fillfactor = 80);
      CREATE INDEX webhook_deliveries_created ON webhook_deliveries (created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE webhook_deliveries, webhook_lanes, webhook_endpoints, webhook_directories`,
    );
  }
}
