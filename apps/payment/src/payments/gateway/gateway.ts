import type { CustomerId, OrderId } from '@waybill/contracts/ids';
import type { Money } from '@waybill/kernel';
import type { GatewayPayment } from '../domain/gateway-payment.js';
import type { GatewayEntry } from '../domain/reconciliation.js';
import type { GatewayRefund } from '../domain/refund.js';

/** The one key of an operation, stored before its first call: the gateway does a call with a key that it knows only once. */
interface Keyed {
  readonly idempotencyKey: string;
}

/** A payment at the gateway. Without its id it is looked for by the order and the revision. */
export interface Named {
  readonly orderId: OrderId;
  readonly gatewayId: string | null;
  /** Which of the order's amounts; 0, the first, when absent. */
  readonly revision?: number;
}

export interface AuthorizeRequest extends Keyed {
  readonly orderId: OrderId;
  readonly customerId: CustomerId;
  readonly amount: Money;
  /** A token of the gateway's, never a card number. */
  readonly paymentMethod: string;
  readonly revision?: number;
}

export interface VoidRequest extends Keyed {
  readonly orderId: OrderId;
  readonly gatewayId: string;
}

export interface CaptureRequest extends VoidRequest {
  readonly amount: Money;
}

export interface RefundRequest extends CaptureRequest {
  readonly refundId: string;
  readonly reason: string;
}

export type RefundNamed = Pick<RefundRequest, 'gatewayId' | 'refundId' | 'idempotencyKey'>;

/**
 * The payment gateway. A call returns the current state, including a refusal by the bank or gateway, and throws while that
 * is unknown (no response, an error at the gateway, rate limits): then repeat the call with the same key.
 */
export interface Gateway {
  /** Holds the amount: `authorized` or `refused`. */
  authorize(request: AuthorizeRequest): Promise<GatewayPayment>;
  /** Takes what is held, or less: `captured`, `refused`, or `voided` when it is held no more. */
  capture(request: CaptureRequest): Promise<GatewayPayment>;
  /** Lets go what is held: `voided`, or `captured` when it was taken before. */
  void(request: VoidRequest): Promise<GatewayPayment>;
  refund(request: RefundRequest): Promise<GatewayRefund>;
  /** What the gateway knows of a payment; undefined when it knows none or has not decided. */
  find(payment: Named): Promise<GatewayPayment | undefined>;
  /** Of a refund that was tried under several keys, what became of this one. */
  findRefund(refund: RefundNamed): Promise<GatewayRefund | undefined>;
  /** All payments created in a period, in any order. */
  list(from: Date, to: Date): AsyncIterable<GatewayEntry>;
  /** One payment, or undefined if the gateway has none with this id. */
  show(gatewayId: string): Promise<GatewayEntry | undefined>;
}
