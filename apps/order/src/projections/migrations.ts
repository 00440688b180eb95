import { createInlineView, createProjections, createView, dropView } from '@waybill/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The tables of the views in the first release. Columns that were added later have migrations of their own. */
export class OrderViews1760000001001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createProjections(runner);
    await createView(runner, {
      name: 'customer-summary',
      table: 'customer_summaries',
      columns: `tenant text NOT NULL, customer_id text NOT NULL, orders integer NOT NULL, spent jsonb NOT NULL,
        recent jsonb NOT NULL, PRIMARY KEY (tenant, customer_id)`,
    });
    await createView(runner, {
      name: 'product-sales',
      table: 'product_sales',
      columns: `tenant text NOT NULL, day date NOT NULL, sku text NOT NULL, currency text NOT NULL, orders integer NOT NULL,
        pieces bigint NOT NULL, amount bigint NOT NULL, PRIMARY KEY (tenant, day, sku, currency)`,
    });
    await createView(runner, {
      name: 'orders-by-status',
      table: 'orders_by_status',
      columns:
        'tenant text NOT NULL, status text NOT NULL, orders integer NOT NULL, PRIMARY KEY (tenant, status)',
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await dropView(runner, { name: 'customer-summary', table: 'customer_summaries' });
    await dropView(runner, { name: 'product-sales', table: 'product_sales' });
    await dropView(runner, { name: 'orders-by-status', table: 'orders_by_status' });
    await runner.query('DROP TABLE projections');
  }
}

export class OrderSummaryView1760000001006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createInlineView(runner, 'order-summary');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM projections WHERE name = 'order-summary'`);
  }
}

/** Rows now keep all shipments in one list. The view is rebuilt while the service runs; until then old rows are read in their old shape. */
export class OrderShipments1760000001010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE projections SET state = 'building', tx = 0, position = 0, events = 0
      WHERE name = 'order-summary' AND state = 'idle' AND EXISTS (SELECT FROM order_summaries)`);
  }

  async down(): Promise<void> {}
}

export const projectionMigrations = [
  OrderViews1760000001001,
  OrderSummaryView1760000001006,
  OrderShipments1760000001010,
];
