import type { OrderId } from '@waybill/contracts/ids';
import { fold } from '@waybill/kernel';
import { evolve } from '../domain/evolve.js';
import type { OrderState } from '../domain/order-state.js';
import type { OrderRows } from '../order.rows.js';

/**
 * The order at the version that the caller read; undefined without a version and for one that does not exist. Reads outside the unit of
 * work, because the state at a past version never changes.
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
