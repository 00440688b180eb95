import type { OrderId } from '@waybill/contracts/ids';
import { fold } from '@waybill/kernel';
import { evolve } from '../domain/evolve.js';
import type { OrderState } from '../domain/order-state.js';
import type { OrderRows } from '../order.rows.js';

/**
 * The order at the version that a caller saw; undefined when they named none, or one that it never had. Read beside the set: what
 * an order was at a version never changes.
 */
export async function stateSeen(
  rows: OrderRows,
  orderId: OrderId,
  version: number | undefined,
): Promise<OrderState | undefined> {
  if (version === undefined) return undefined;
  const events = await rows.events(orderId);
  return version > events.length ? undefined : fold(evolve, events.slice(0, version));
}
