import type { Sku } from '@waybill/contracts/ids';
import { DomainError } from '@waybill/kernel';
import type { Tx } from '@waybill/unit-of-work';
import { type PlacedLine, adjust, receive } from '../domain/stock.js';
import { publish } from '../stock.publication.js';
import { type StockRow, stockMovements } from '../stock.rows.js';
import { move } from './move.js';
import { Shelves } from './shelves.js';
import { stockErrors } from '../domain/stock.errors.js';

/** Adds received units. The first receipt of a SKU creates its row. A second receipt with the same reference changes nothing. */
export async function receiveStock(tx: Tx, line: PlacedLine, reference: string): Promise<StockRow> {
  const { tenant } = tx.context;
  const { sku, quantity } = line;
  const [shelves, before] = await Promise.all([
    Shelves.onRequest(tx, sku),
    tx.load(stockMovements, { tenant, sku, kind: 'received', reference }),
  ]);
  if (before && before.delta !== quantity) {
    const message = `${reference} was received before, with ${before.delta} pieces of ${sku}; correct it with an adjustment`;
    throw new DomainError(stockErrors.RECEIPT_DIFFERS, message, { received: before.delta });
  }
  if (before) return shelves.row(sku);
  const stored = shelves.row(sku);
  shelves.change(receive, [line]);
  move(tx, 'received', reference, line);
  publish(tx, shelves.row(sku), { type: 'received', quantity, reference });
  await shelves.close();
  return recorded(tx, stored, shelves.row(sku));
}

/** Corrects the stock after a count. */
export async function adjustStock(tx: Tx, line: PlacedLine, reason: string): Promise<StockRow> {
  const { sku, quantity: delta } = line;
  const shelves = await Shelves.onRequest(tx, sku);
  const stored = shelves.row(sku);
  shelves.change(adjust, [line]);
  move(tx, 'adjusted', tx.context.messageId, line);
  publish(tx, shelves.row(sku), { type: 'adjusted', delta, reason });
  await shelves.close();
  return recorded(tx, stored, shelves.row(sku));
}

export interface StockRules {
  readonly lowStockThreshold?: number | null | undefined;
  readonly backorder?: boolean | undefined;
}

/** Sets the low-stock threshold of the SKU, and whether orders may wait for units. */
export async function ruleStock(tx: Tx, sku: Sku, rules: StockRules): Promise<StockRow> {
  const shelves = await Shelves.onRequest(tx, sku);
  const stored = shelves.row(sku);
  const { lowStockThreshold, backorder, ...row } = stored;
  const threshold = rules.lowStockThreshold === undefined ? lowStockThreshold : rules.lowStockThreshold;
  shelves.put({ ...row, lowStockThreshold: threshold, backorder: rules.backorder ?? backorder });
  await shelves.close();
  return recorded(tx, stored, shelves.row(sku));
}

/** Adds the stock before and after to the record of the act. */
function recorded(tx: Tx, before: StockRow, after: StockRow): StockRow {
  tx.record({ before: recordOf(before), after: recordOf(after) });
  return after;
}

function recordOf({ onHand, reserved, warehouses, lowStockThreshold, backorder }: StockRow): object {
  return { onHand, reserved, warehouses, lowStockThreshold, backorder };
}
