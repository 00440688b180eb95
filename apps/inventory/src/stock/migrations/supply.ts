import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Adds warehouses, low-stock thresholds, backorders, and the expiry and change of reservations. */
export class Supply1760000001005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE stock ADD warehouses jsonb, ADD low_stock_threshold integer, ADD backorder boolean NOT NULL DEFAULT false,
        ADD waiting integer NOT NULL DEFAULT 0, ADD last_place integer NOT NULL DEFAULT 0;
      UPDATE stock SET warehouses = jsonb_build_array(
        jsonb_build_object('warehouse', 'main', 'onHand', on_hand, 'reserved', reserved));
      ALTER TABLE stock ALTER warehouses SET NOT NULL,
        ADD CONSTRAINT stock_covers_reservations_in_each_warehouse
          CHECK (NOT jsonb_path_exists(warehouses, '$[*] ? (@.reserved < 0 || @.onHand < @.reserved)'));
      ALTER TABLE reservations ADD revision integer NOT NULL DEFAULT 0, ADD missing jsonb NOT NULL DEFAULT '[]',
        ADD departed jsonb NOT NULL DEFAULT '[]', ADD expires_at timestamptz, ADD asked jsonb;
      CREATE INDEX reservations_expire ON reservations (expires_at) WHERE expires_at IS NOT NULL;
      CREATE TABLE backorders (
        tenant text NOT NULL, sku text NOT NULL, place integer NOT NULL, order_id text NOT NULL, quantity integer NOT NULL,
        PRIMARY KEY (tenant, sku, place)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE backorders;
      DROP INDEX reservations_expire;
      ALTER TABLE reservations DROP revision, DROP missing, DROP departed, DROP expires_at, DROP asked;
      ALTER TABLE stock DROP CONSTRAINT stock_covers_reservations_in_each_warehouse;
      ALTER TABLE stock DROP warehouses, DROP low_stock_threshold, DROP backorder, DROP waiting, DROP last_place;
    `);
  }
}
