import { type Projection, entitiesOf } from '@waybill/event-store';
import { CustomerSummary, customerSummary } from './customer-summary.js';
import { OrdersByStatus, ordersByStatus } from './orders-by-status.js';
import { ProductSales, productSales } from './product-sales.js';

/** The views that are updated after the commit of the events. The inline view `order-summary` is written in the same transaction. */
export const orderViews: readonly Projection[] = [customerSummary, productSales, ordersByStatus];

export const orderViewEntities = [
  ...entitiesOf(CustomerSummary, customerSummary.view.table),
  ...entitiesOf(ProductSales, productSales.view.table),
  ...entitiesOf(OrdersByStatus, ordersByStatus.view.table),
];
