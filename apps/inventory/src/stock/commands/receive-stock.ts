import { inventoryAdjusted, inventoryReceived } from '@waybill/contracts';
import type { Tx } from '@waybill/unit-of-work';
import { adjust, receive } from '../domain/stock.js';
import { type StockRow, stock } from '../stock.rows.js';

/** Goods came in. The first receipt of a SKU makes its row. */
export async function receiveStock(
  tx: Tx,
  sku: string,
  quantity: number,
  reference: string,
): Promise<StockRow> {
  const { tenant } = tx.context;
  const known = await tx.load(stock, { tenant, sku });
  const received = receive(known ?? { tenant, sku, onHand: 0, reserved: 0 }, quantity);
  tx.save(stock, received);
  tx.publish(inventoryReceived, sku, { sku, quantity, reference, onHand: received.onHand });
  return received;
}

/** A count corrects the books. */
export async function adjustStock(tx: Tx, sku: string, delta: number, reason: string): Promise<StockRow> {
  const { tenant } = tx.context;
  const known = await tx.load(stock, { tenant, sku });
  const adjusted = adjust(known ?? { tenant, sku, onHand: 0, reserved: 0 }, delta);
  tx.save(stock, adjusted);
  tx.publish(inventoryAdjusted, sku, { sku, delta, reason, onHand: adjusted.onHand });
  return adjusted;
}
