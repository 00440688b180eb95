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

/** What the gateway says of a refund. */
export type GatewayRefund =
  | { readonly status: 'refunded'; readonly amount: Money }
  | { readonly status: 'refused'; readonly refusal: Refusal };

/** Gives back at most what was taken and is not on its way back already. */
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

/** A gateway that refused moved no money, and may think otherwise later: of an empty account, say, that is filled again. */
export function mayTryAgain({ status, refusal }: Refund): boolean {
  return status === 'failed' && refusal?.code !== REFUND_MISMATCH.code;
}

/** The refund once the gateway has spoken. */
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
