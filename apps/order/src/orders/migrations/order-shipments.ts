import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows keep all shipments in one list. The view is rebuilt while the service runs; until then old rows are read as they are. */
export class OrderShipments1760000001010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE projections SET state = 'building', tx = 0, position = 0, events = 0
      WHERE name = 'order-summary' AND state = 'idle' AND EXISTS (SELECT FROM order_summaries)`);
  }

  async down(): Promise<void> {}
}
