import { type Money, assertNever, sameMoney } from '@waybill/kernel';
import type { Decision, Payment, Refusal } from './payment.js';

export interface Refund {
  readonly status: 'refunding' | 'refunded' | 'failed';
  readonly amount: number;
  readonly currency: string;
  readonly refusal: Refusal | null;
}

export const REFUND_MISMATCH: Refusal = {
  code: 'GATEWAY_MISMATCH',
  detail: 'The payment provider gave back another amount than was asked.',
};

/** The gateway’s answer to a refund. */
export type GatewayRefund =
  | { readonly status: 'refunded'; readonly amount: Money }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/** Refunds at most what was captured and is not refunded or being refunded already. */
export function decideRefund(payment: Payment | undefined, asked: Money): Decision {
  if (!payment) return refuse('NOT_CAPTURED', 'The order has no payment.');
  const { status, captured, refunding, refunded, currency } = payment;
  switch (status) {
    case 'authorizing':
    case 'capturing':
    case 'voiding':
      return { then: 'wait' };
    case 'captured':
      if (asked.currency !== currency || asked.amount > captured - refunding - refunded)
        return refuse('REFUND_TOO_LARGE', 'The amount is more than what is left of the payment.');
      return { then: 'call' };
    case 'authorized':
    case 'declined':
    case 'failed':
    case 'voided':
      return refuse('NOT_CAPTURED', `The payment is ${status}.`);
    default:
      return assertNever(status);
  }
}

export function startRefund<P extends Payment>(payment: P, amount: number): P {
  return { ...payment, refunding: payment.refunding + amount };
}

/** A refusal moved no money and may be temporary, such as too low a balance. After a refund of a wrong amount, money has moved. */
export function mayTryAgain({ status, refusal }: Refund): boolean {
  return status === 'failed' && refusal?.code !== REFUND_MISMATCH.code;
}

/** The refund after the gateway’s answer. */
export function learnRefund<R extends Refund>(refund: R, seen: GatewayRefund): R {
  if (seen.status === 'refused') return { ...refund, status: 'failed', refusal: seen.refusal };
  if (sameMoney(seen.amount, refund)) return { ...refund, status: 'refunded' };
  return { ...refund, status: 'failed', refusal: REFUND_MISMATCH };
}

export function endRefund<P extends Payment>(payment: P, { status, amount }: Refund): P {
  const refunding = payment.refunding - amount;
  return { ...payment, refunding, refunded: payment.refunded + (status === 'refunded' ? amount : 0) };
}

function refuse(code: string, detail: string): Decision {
  return { then: 'refuse', refusal: { code, detail } };
}
