import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the order of a reservation is in choreographed mode. */
export class ReservationModes1760000001007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reservations ADD choreographed boolean');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reservations DROP choreographed');
  }
}
