import type { Tx } from '@waybill/unit-of-work';
import { MAIN_WAREHOUSE, type PlacedLine } from '../domain/stock.js';
import { type Movement, stockMovements } from '../stock.rows.js';

/** Enters a change of what is on hand into the ledger: so many pieces more, or fewer. */
export function move(tx: Tx, kind: Movement, reference: string, line: PlacedLine): void {
  const { tenant } = tx.context;
  const { sku, quantity: delta, warehouse = MAIN_WAREHOUSE } = line;
  tx.append(stockMovements, { tenant, sku, kind, reference, warehouse, delta, at: tx.at });
}

/** As many pieces, taken away. */
export function minus<L extends PlacedLine>(line: L): L {
  return { ...line, quantity: -line.quantity };
}
