import { inventoryAdjusted, inventoryLowStock, inventoryReceived } from '@waybill/contracts';
import type { Quantity } from '@waybill/contracts/ids';
import { assertNever, present } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { available } from './domain/stock.js';
import type { StockRow } from './stock.rows.js';

/** What happens to the stock of a SKU. */
export type StockEvent =
  | { readonly type: 'received'; readonly quantity: Quantity; readonly reference: string }
  | { readonly type: 'adjusted'; readonly delta: number; readonly reason: string }
  | { readonly type: 'fell-low' };

/** Publishes the event; `row` is the stock after it. */
export function publish(tx: Tx, row: StockRow, event: StockEvent): void {
  const { sku, onHand, lowStockThreshold } = row;
  switch (event.type) {
    case 'received': {
      const { quantity, reference } = event;
      tx.publish(inventoryReceived, sku, { sku, quantity, reference, onHand });
      return;
    }
    case 'adjusted': {
      const { delta, reason } = event;
      tx.publish(inventoryAdjusted, sku, { sku, delta, reason, onHand });
      return;
    }
    case 'fell-low':
      tx.publish(inventoryLowStock, sku, {
        sku,
        available: available(row),
        threshold: present(lowStockThreshold, 'the threshold of low stock'),
      });
      return;
    default:
      assertNever(event);
  }
}
