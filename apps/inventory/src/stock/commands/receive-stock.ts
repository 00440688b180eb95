import { inventoryAdjusted, inventoryReceived } from '@waybill/contracts';
import type { Tx } from '@waybill/unit-of-work';
import { adjust, receive } from '../domain/stock.js';
import { type StockRow, stock, stockMovements } from '../stock.rows.js';
import { move } from './move.js';

/** Goods came in. The first receipt of a SKU makes its row; a reference that was received before changes nothing. */
export async function receiveStock(
  tx: Tx,
  sku: string,
  quantity: number,
  reference: string,
): Promise<StockRow> {
  const { tenant } = tx.context;
  const [known, before] = await Promise.all([
    tx.load(stock, { tenant, sku }),
    tx.load(stockMovements, { tenant, sku, kind: 'received', reference }),
  ]);
  if (known && before) return known;
  const received = receive(known ?? { tenant, sku, onHand: 0, reserved: 0 }, quantity);
  tx.save(stock, received);
  move(tx, 'received', reference, sku, quantity);
  tx.publish(inventoryReceived, sku, { sku, quantity, reference, onHand: received.onHand });
  return received;
}

/** A count corrects the books. */
export async function adjustStock(tx: Tx, sku: string, delta: number, reason: string): Promise<StockRow> {
  const { tenant } = tx.context;
  const known = await tx.load(stock, { tenant, sku });
  const adjusted = adjust(known ?? { tenant, sku, onHand: 0, reserved: 0 }, delta);
  tx.save(stock, adjusted);
  move(tx, 'adjusted', tx.context.messageId, sku, delta);
  tx.publish(inventoryAdjusted, sku, { sku, delta, reason, onHand: adjusted.onHand });
  return adjusted;
}
