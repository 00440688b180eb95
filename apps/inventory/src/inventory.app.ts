import { messageTypes, topicTable } from '@waybill/contracts';
import type { ServiceApp } from '@waybill/platform';
import { z } from 'zod';
import { StockMovements1760000001004 } from './database/stock-movements.js';
import { StockTables1760000001001 } from './database/stock-tables.js';
import { StockConsumer } from './stock/stock.consumer.js';
import { StockController } from './stock/stock.controller.js';
import { ReservationRow, StockMovementRow, StockRow } from './stock/stock.rows.js';

/** Stock per SKU, and what is reserved for orders. */
export const inventoryApp: ServiceApp = {
  name: 'inventory',
  description: 'Stock per SKU: receipts, adjustments, and reservations for orders.',
  port: 3001,
  settings: z.object({}),
  entities: [StockRow, ReservationRow, StockMovementRow],
  migrations: [StockTables1760000001001, StockMovements1760000001004],
  messageTypes,
  topics: topicTable,
  compose: () => ({ controllers: [StockController, StockConsumer], provide: [] }),
};
