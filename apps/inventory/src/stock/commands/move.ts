import type { Tx } from '@waybill/unit-of-work';
import { MAIN_WAREHOUSE, type PlacedLine } from '../domain/stock.js';
import { type Movement, stockMovements } from '../stock.rows.js';

/** Records a change of the units on hand in the ledger. */
export function move(tx: Tx, kind: Movement, reference: string, line: PlacedLine): void {
  const { tenant } = tx.context;
  const { sku, quantity: delta, warehouse = MAIN_WAREHOUSE } = line;
  tx.append(stockMovements, { tenant, sku, kind, reference, warehouse, delta, at: tx.at });
}

/** The same quantity, negated. */
export function minus<L extends PlacedLine>(line: L): L {
  return { ...line, quantity: -line.quantity };
}
