import { DomainError } from '@waybill/kernel';
import { orderErrors } from './order.errors.js';
import { type Draft, type OrderState, type Placed, isPlaced, statusOf } from './order-state.js';

/** Throws ORDER_NOT_DRAFT. */
export function draftOf(state: OrderState): Draft {
  if (state.status === 'DRAFT') return state;
  throw new DomainError(
    orderErrors.ORDER_NOT_DRAFT,
    `The order is ${statusOf(state)}, and no longer a draft.`,
  );
}

/** Throws ORDER_NOT_CHANGEABLE. */
export function changeable(state: OrderState): Placed {
  if (isPlaced(state) && !state.cancelling && state.shipments.length === 0) return state;
  throw new DomainError(
    orderErrors.ORDER_NOT_CHANGEABLE,
    `The order is ${statusOf(state)}. It can be changed until its shipment is booked.`,
  );
}
