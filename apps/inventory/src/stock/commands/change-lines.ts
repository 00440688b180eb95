import type { Tx } from '@waybill/unit-of-work';
import type { Line } from '../domain/stock.js';
import { type StockRow, stock } from '../stock.rows.js';

/** Loads the stock of every line together and saves what `change` makes of it. */
export async function changeLines(
  tx: Tx,
  lines: readonly Line[],
  change: (stock: StockRow, quantity: number) => StockRow,
): Promise<void> {
  const { tenant } = tx.context;
  const rows = await Promise.all(lines.map(({ sku }) => tx.load(stock, { tenant, sku })));
  lines.forEach(({ quantity }, index) => tx.save(stock, change(rows[index]!, quantity)));
}
