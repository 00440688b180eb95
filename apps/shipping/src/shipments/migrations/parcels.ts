import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An order has a parcel for each warehouse that its units come from. Each is picked, packed and labelled. */
export class Parcels1760000001004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE shipments ADD parcel integer NOT NULL DEFAULT 1, ADD parcels integer NOT NULL DEFAULT 1,
        ADD warehouse text NOT NULL DEFAULT 'main', ADD bookings integer NOT NULL DEFAULT 1, ADD label text, ADD cost jsonb,
        DROP CONSTRAINT shipments_pkey, ADD PRIMARY KEY (order_id, parcel),
        DROP CONSTRAINT shipments_leave_with_a_booking, ADD CONSTRAINT shipments_leave_with_a_booking CHECK (
          status NOT IN ('booked', 'picked', 'packed', 'labelled', 'dispatching', 'shipped', 'delivered')
          OR booking_id IS NOT NULL);
      DROP INDEX shipments_created;
      CREATE INDEX shipments_created ON shipments (tenant, created_at, shipment_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE shipments DROP CONSTRAINT shipments_pkey, ADD PRIMARY KEY (order_id), DROP parcel, DROP parcels,
        DROP warehouse, DROP bookings, DROP label, DROP cost,
        DROP CONSTRAINT shipments_leave_with_a_booking, ADD CONSTRAINT shipments_leave_with_a_booking
          CHECK (status NOT IN ('booked', 'dispatching', 'shipped', 'delivered') OR booking_id IS NOT NULL);
      DROP INDEX shipments_created;
      CREATE INDEX shipments_created ON shipments (tenant, created_at, order_id);
    `);
  }
}
