import type { OrderId } from '@waybill/contracts/ids';
import { type Preconditions, fold, refuse, seenVersionOf, settle } from '@waybill/kernel';
import { evolve } from '../domain/evolve.js';
import type { Order } from '../domain/order.js';
import type { OrderState } from '../domain/order-state.js';
import type { OrderRows } from '../order.rows.js';

/**
 * The order at the version in If-Match; undefined without one, and for one that does not exist. Reads outside the unit of work, because the
 * state at a past version never changes.
 */
export async function stateSeen(
  rows: OrderRows,
  orderId: OrderId,
  preconditions: Preconditions | undefined,
): Promise<OrderState | undefined> {
  const { match = 'any' } = preconditions ?? {};
  if (match === 'any') return undefined;
  const events = await rows.events(orderId);
  const version = seenVersionOf(preconditions, events.length);
  return version === undefined ? undefined : fold(evolve, events.slice(0, version));
}

interface Seen {
  readonly order: Order;
  /** The result of `stateSeen`. */
  readonly seen: OrderState | undefined;
  readonly preconditions: Preconditions | undefined;
}

/** Throws PRECONDITION_FAILED if the preconditions do not hold. For an older version in If-Match, the part must not have changed since. */
export function requireUnchanged(
  { order, seen, preconditions }: Seen,
  part: (state: OrderState) => object,
): void {
  const stored = part(order.state);
  settle({
    policy: refuse,
    preconditions,
    version: order.version,
    seen: seen && part(seen),
    stored,
    wanted: stored,
  });
}
