import type { CustomerId, OrderId } from '@waybill/contracts/ids';
import type { Money } from '@waybill/kernel';
import type { GatewayPayment } from '../domain/gateway-payment.js';
import type { GatewayEntry } from '../domain/reconciliation.js';
import type { GatewayRefund } from '../domain/refund.js';

/** The idempotency key of an operation, stored before its first call. The gateway performs calls with the same key once. */
interface Keyed {
  readonly idempotencyKey: string;
}

/** Identifies a payment at the gateway: by `gatewayId`, or if that is null by the order and the revision. */
export interface Named {
  readonly orderId: OrderId;
  readonly gatewayId: string | null;
  /** Number of the order's amount; default: 0, the first. */
  readonly revision?: number;
}

export interface AuthorizeRequest extends Keyed {
  readonly orderId: OrderId;
  readonly customerId: CustomerId;
  readonly amount: Money;
  /** A token of the gateway, never a card number. */
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
  /** Captures at most the authorized amount: `captured`, `refused`, or `voided` if the authorization no longer exists. */
  capture(request: CaptureRequest): Promise<GatewayPayment>;
  /** Releases the authorization: `voided`, or `captured` if it was captured before. */
  void(request: VoidRequest): Promise<GatewayPayment>;
  refund(request: RefundRequest): Promise<GatewayRefund>;
  /** The state of a payment; undefined if the gateway has none or has not decided. */
  find(payment: Named): Promise<GatewayPayment | undefined>;
  /** The result of the refund with this idempotency key, or undefined. A refund may be tried under several keys. */
  findRefund(refund: RefundNamed): Promise<GatewayRefund | undefined>;
  /** All payments created in a period, in any order. */
  list(from: Date, to: Date): AsyncIterable<GatewayEntry>;
  /** One payment, or undefined if the gateway has none with this id. */
  show(gatewayId: string): Promise<GatewayEntry | undefined>;
}
