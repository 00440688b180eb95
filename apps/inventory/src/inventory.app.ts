import { messageTypes, topicTable } from '@waybill/contracts';
import { defineService } from '@waybill/platform';
import { inventorySettings } from './inventory.settings.js';
import { stockFeature } from './stock/stock.feature.js';

/** Stock per SKU and warehouse, and the reservations of orders. */
export const inventoryApp = defineService({
  name: 'inventory',
  description: 'Stock per SKU: receipts, adjustments and reservations.',
  port: 3001,
  settings: inventorySettings,
  messageTypes,
  topics: topicTable,
  features: [stockFeature],
});
