import type { inventoryRestock } from '@waybill/contracts';
import type { DataOf } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { receive } from '../domain/stock.js';
import { publish } from '../reservation.publication.js';
import { stockMovements } from '../stock.rows.js';
import { move } from './move.js';
import { Shelves } from './shelves.js';

/** Adds the resalable units of a customer's return to the stock. A repeated return changes nothing. */
export async function restockGoods(tx: Tx, data: DataOf<typeof inventoryRestock>): Promise<void> {
  const { orderId, returnId, lines } = data;
  const { tenant } = tx.context;
  const [shelves, ...entered] = await Promise.all([
    Shelves.of(tx, lines),
    ...lines.map(({ sku }) =>
      tx.load(stockMovements, { tenant, sku, kind: 'restocked', reference: returnId }),
    ),
  ]);
  // Lines that were written off get an entry of zero units too, because the entries identify a repeated return.
  for (const { sku, restocked } of entered.some(Boolean) ? [] : lines) {
    const line = { sku, quantity: restocked };
    shelves.change(receive, [line]);
    move(tx, 'restocked', returnId, line);
  }
  await shelves.close();
  publish(tx, orderId, { type: 'restocked', returnId, lines });
}
