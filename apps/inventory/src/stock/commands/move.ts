import type { Tx } from '@waybill/unit-of-work';
import { MAIN_WAREHOUSE, type Movement, stockMovements } from '../stock.rows.js';

/** Enters a change of what is on hand into the ledger. */
export function move(tx: Tx, kind: Movement, reference: string, sku: string, delta: number): void {
  const { tenant } = tx.context;
  tx.append(stockMovements, { tenant, sku, kind, reference, warehouse: MAIN_WAREHOUSE, delta, at: tx.at });
}
