import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ShippingTables1760000001003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE shipments (
        order_id text NOT NULL, tenant text NOT NULL, correlation_id text NOT NULL, shipment_id text, customer_id text,
        status text NOT NULL, address jsonb, lines jsonb NOT NULL, booking_id text, carrier text, tracking_number text,
        eta text, refusal jsonb, created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
        confirmed_at timestamptz, booked_at timestamptz, shipped_at timestamptz, delivered_at timestamptz,
        cancelled_at timestamptz, PRIMARY KEY (order_id),
        CONSTRAINT shipments_leave_with_a_booking
          CHECK (status NOT IN ('booked', 'dispatching', 'shipped', 'delivered') OR booking_id IS NOT NULL)
      ) WITH (fillfactor = 70);
      CREATE UNIQUE INDEX shipments_shipment_id ON shipments (shipment_id);
      CREATE INDEX shipments_created ON shipments (tenant, created_at, order_id);
      CREATE INDEX shipments_customer ON shipments (customer_id, created_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE shipments`);
  }
}
