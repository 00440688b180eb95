import type { MigrationInterface, QueryRunner } from 'typeorm';

/** In hybrid mode a shipment is picked, packed and labelled before its order is confirmed. */
export class Preparation1760000001006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE shipments ADD prepare_requested_at timestamptz, ADD pick_confirmed_at timestamptz, ADD asked jsonb,
        ADD missing jsonb NOT NULL DEFAULT '[]'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE shipments DROP prepare_requested_at, DROP pick_confirmed_at, DROP asked, DROP missing',
    );
  }
}
