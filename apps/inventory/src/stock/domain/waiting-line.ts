import type { OrderId, Quantity } from '@waybill/contracts/ids';
import { allocate } from './allocation.js';
import { type PlacedLine, type Stock, available, reserve } from './stock.js';

/** An order that waits for units of a SKU. */
export interface Waiter {
  readonly orderId: OrderId;
  readonly place: number;
  /** Units that are still missing. */
  readonly quantity: Quantity;
}

export interface Served<W extends Waiter> {
  readonly waiter: W;
  readonly lines: readonly PlacedLine[];
  /** Units that are still missing afterwards. */
  readonly open: number;
}

/** First come, first served: the first waiting order takes what is available, until no units or no orders are left. */
export function serve<S extends Stock, W extends Waiter>(
  stock: S,
  line: readonly W[],
): { stock: S; served: Served<W>[] } {
  let left = stock;
  const served: Served<W>[] = [];
  for (const waiter of line) {
    const quantity = Math.min(waiter.quantity, available(left));
    if (quantity <= 0) break;
    const lines = allocate([{ sku: stock.sku, quantity }], () => left);
    const open = waiter.quantity - quantity;
    left = lines.reduce(reserve, left);
    if (open === 0) left = { ...left, waiting: left.waiting - 1 };
    served.push({ waiter, lines, open });
  }
  return { stock: left, served };
}
