import type { CustomerId, PaymentId } from '@waybill/contracts/ids';
import type { Money } from '@waybill/kernel';
import type { LineChanges } from './changed-lines.js';
import type { Charge, OrderLine, Refusal, StockedUnits } from './lines.js';
import type { OrderStatus } from './order-status.js';
import type { Refund } from './refunds.js';
import type { Return } from './returns.js';
import type { Shipment, Shipments } from './shipments.js';
import type { Terms } from './terms.js';

/** The states of an order. Each has only the fields that apply to it. */
export type OrderState = Draft | Placed | Confirmed | Shipping | Ended;
export type Ended = Delivered | Rejected | Cancelled;

/** Increase it whenever the same events lead to a different state. Snapshots of older versions are then ignored. */
export const ORDER_STATE_VERSION = 4;

interface Contents {
  readonly customerId: CustomerId;
  readonly lines: readonly OrderLine[];
  readonly charges: readonly Charge[];
  readonly total: Money;
}

export interface Draft extends Contents {
  readonly status: 'DRAFT';
  /** Id of the row with name, address and mail; absent until an address is given. */
  readonly contact?: string;
  readonly paymentMethod?: string;
}

/** The fields of an order that was placed. */
interface Ordered extends Contents, Terms {
  readonly contact: string;
  readonly shipments: Shipments;
  readonly refunds: readonly Refund[];
}

interface Open extends Ordered {
  readonly lineChanges: LineChanges;
  /**
   * A requested cancellation that is not decided yet. The order is CANCELLING meanwhile; if it is refused, the order continues with
   * `status`.
   */
  readonly cancelling?: { readonly reason: string; readonly by: string };
}

/** Placed, and not confirmed yet. */
export interface Placed extends Open {
  readonly status: 'PENDING' | 'RESERVED' | 'AUTHORIZED';
  /** The units by warehouse, once they are reserved; empty when all come from the default one. */
  readonly reserved?: readonly StockedUnits[];
  readonly paymentId?: PaymentId;
  readonly captured?: true;
}

interface Paid extends Open {
  readonly paymentId: PaymentId;
  readonly shipments: readonly [Shipment, ...Shipment[]];
  /** When the latest shipment so far arrived, while others are on their way. */
  readonly lastArrival?: string;
}

export interface Confirmed extends Paid {
  readonly status: 'CONFIRMED';
}

export interface Shipping extends Paid {
  readonly status: 'SHIPPED';
}

export interface Delivered extends Paid {
  readonly status: 'DELIVERED';
  readonly returns: readonly Return[];
}

export interface Rejected extends Ordered {
  readonly status: 'REJECTED';
  readonly rejection: Refusal & { readonly refund?: Money };
}

export interface Cancelled extends Contents {
  readonly status: 'CANCELLED';
  /** Absent in a draft that never had an address. */
  readonly contact?: string;
  readonly shipments: Shipments;
  readonly refunds: readonly Refund[];
  /** `refund` is absent for a cancelled draft. */
  readonly cancellation: { readonly reason: string; readonly by: string; readonly refund?: Money };
}

export function statusOf(state: OrderState): OrderStatus {
  return cancellingOf(state) ? 'CANCELLING' : state.status;
}

/** The requested cancellation, until it is decided. */
export function cancellingOf(state: OrderState): Open['cancelling'] {
  return 'cancelling' in state ? state.cancelling : undefined;
}

export function isPlaced(state: OrderState): state is Placed {
  return state.status === 'PENDING' || state.status === 'RESERVED' || state.status === 'AUTHORIZED';
}

export function shipmentsOf(state: OrderState): Shipments {
  return 'shipments' in state ? state.shipments : [];
}

export function refundsOf(state: OrderState): readonly Refund[] {
  return 'refunds' in state ? state.refunds : [];
}
