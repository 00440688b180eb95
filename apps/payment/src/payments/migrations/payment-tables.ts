import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PaymentTables1760000001002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE payments (
        order_id text NOT NULL, tenant text NOT NULL, customer_id text, status text NOT NULL,
        amount bigint NOT NULL, currency text NOT NULL, gateway_id text, method text, to_capture bigint NOT NULL,
        captured bigint NOT NULL, refunding bigint NOT NULL, refunded bigint NOT NULL, refusal jsonb,
        in_flight jsonb, waiting jsonb NOT NULL, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        PRIMARY KEY (order_id),
        CONSTRAINT payments_within_bounds
          CHECK (refunded >= 0 AND refunding >= 0 AND refunded + refunding <= captured AND captured <= amount)
      ) WITH (fillfactor = 70);
      CREATE TABLE refunds (
        refund_id text NOT NULL, order_id text NOT NULL, tenant text NOT NULL, amount bigint NOT NULL,
        currency text NOT NULL, reason text NOT NULL, status text NOT NULL, refusal jsonb,
        created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL, PRIMARY KEY (refund_id)
      );
      CREATE INDEX refunds_of_order ON refunds (order_id);
      CREATE TABLE webhook_events (
        id text NOT NULL, received_at timestamptz NOT NULL, PRIMARY KEY (id)
      );
      CREATE INDEX webhook_events_received ON webhook_events (received_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE webhook_events, refunds, payments`);
  }
}
