import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the order of a shipment is in choreographed mode. */
export class ShipmentModes1760000001007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shipments ADD choreographed boolean');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE shipments DROP choreographed');
  }
}
