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
  readonly orderId: string;
  readonly gatewayId: string | null;
  /** Which of the order's amounts; 0, the first, when absent. */
  readonly revision?: number;
}

export interface AuthorizeRequest extends Keyed {
  readonly orderId: string;
  readonly customerId: string;
  readonly amount: Money;
  /** A token of the gateway's, never a card number. */
  readonly paymentMethod: string;
  readonly revision?: number;
}

export interface VoidRequest extends Keyed {
  readonly orderId: string;
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
 * The payment gateway. A call answers what is so now, a refusal of the bank's or gateway's included, and throws while that
 * is unknown (no answer, an error at the gateway, too many calls): then the same call with the same key asks again.
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
  /** The gateway's books: every payment that was made in a period, in any order. */
  list(from: Date, to: Date): AsyncIterable<GatewayEntry>;
  /** One payment of the books, undefined when the gateway knows none of this id. */
  show(gatewayId: string): Promise<GatewayEntry | undefined>;
}
