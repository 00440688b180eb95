import {
  type Projection,
  createInlineView,
  createProjections,
  createView,
  dropView,
  entitiesOf,
} from '@waybill/event-store';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { CustomerSummary, customerSummary } from './customer-summary.js';
import { orderSummary } from './order-summary.js';
import { OrdersByStatus, ordersByStatus } from './orders-by-status.js';
import { ProductSales, productSales } from './product-sales.js';

/** The views that follow the orders' events behind their commits; the inline one is written with them. */
export const orderViews: readonly Projection[] = [customerSummary, productSales, ordersByStatus];

export const orderViewEntities = [
  ...entitiesOf(CustomerSummary, customerSummary.view.table),
  ...entitiesOf(ProductSales, productSales.view.table),
  ...entitiesOf(OrdersByStatus, ordersByStatus.view.table),
];

const COLUMNS = new Map([
  [
    customerSummary,
    `tenant text NOT NULL, customer_id text NOT NULL, orders integer NOT NULL, spent jsonb NOT NULL,
     recent jsonb NOT NULL, PRIMARY KEY (tenant, customer_id)`,
  ],
  [
    productSales,
    `tenant text NOT NULL, day date NOT NULL, sku text NOT NULL, currency text NOT NULL, orders integer NOT NULL,
     pieces bigint NOT NULL, amount bigint NOT NULL, PRIMARY KEY (tenant, day, sku, currency)`,
  ],
  [
    ordersByStatus,
    'tenant text NOT NULL, status text NOT NULL, orders integer NOT NULL, PRIMARY KEY (tenant, status)',
  ],
] as [Projection, string][]);

export class OrderViews1760000001001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createProjections(runner);
    for (const [{ name, view }, columns] of COLUMNS)
      await createView(runner, { name, table: view.table, columns });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name, view } of COLUMNS.keys()) await dropView(runner, { name, table: view.table });
    await runner.query('DROP TABLE projections');
  }
}

export class OrderSummaryView1760000001006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await createInlineView(runner, orderSummary.name);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DELETE FROM projections WHERE name = '${orderSummary.name}'`);
  }
}
