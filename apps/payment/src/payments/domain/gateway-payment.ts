import { type Money, assertNever, sameMoney, present } from '@waybill/kernel';
import { MISMATCH, type Method, type Outcome, type Payment, type Refusal } from './payment.js';

/** The state of a payment at the gateway, once it is decided there. */
export type GatewayPayment =
  | {
      readonly status: 'authorized';
      readonly gatewayId: string;
      readonly amount: Money;
      readonly method: Method;
    }
  | {
      readonly status: 'captured';
      readonly gatewayId: string;
      readonly amount: Money;
      readonly captured: Money;
      readonly method: Method;
    }
  | { readonly status: 'voided'; readonly gatewayId: string }
  | { readonly status: 'refused'; readonly refusal: Refusal };

export interface Learned<P extends Payment> {
  readonly payment: P;
  readonly outcome: Outcome;
  /** The gateway’s id of a payment that must not be kept: a replaced authorization, or one of a wrong amount. */
  readonly release?: string;
  /** Its amount is not the requested one: a person must check it. */
  readonly mismatch?: true;
}

/** The payment after the gateway’s answer; undefined when the answer does not decide the call in flight. */
export function learn<P extends Payment>(payment: P, seen: GatewayPayment): Learned<P> | undefined {
  const { status } = payment;
  switch (status) {
    case 'authorizing':
      return learnAuthorization(payment, seen);
    case 'capturing':
      return learnCapture(payment, seen);
    case 'voiding':
      return learnVoid(payment, seen);
    case 'authorized':
    case 'declined':
    case 'captured':
    case 'failed':
    case 'voided':
      return undefined;
    default:
      return assertNever(status);
  }
}

const CANCELLED: Refusal = {
  code: 'AUTHORIZATION_CANCELLED',
  detail: 'The authorization ended before it was used.',
};

function learnAuthorization<P extends Payment>(payment: P, seen: GatewayPayment): Learned<P> {
  switch (seen.status) {
    case 'authorized':
    case 'captured': {
      const { gatewayId, method, amount } = seen;
      if (!sameMoney(amount, payment)) return declined(payment, MISMATCH, gatewayId);
      const before = payment.held?.gatewayId;
      return {
        payment: { ...payment, status: 'authorized', gatewayId, method, held: null },
        outcome: 'authorized',
        ...(before === undefined ? {} : { release: before }),
      };
    }
    case 'voided':
      return declined(payment, CANCELLED, seen.gatewayId);
    case 'refused':
      return declined(payment, seen.refusal);
    default:
      return assertNever(seen);
  }
}

/** If a changed amount is declined, the older authorization stays. */
function declined<P extends Payment>(payment: P, refusal: Refusal, gatewayId?: string): Learned<P> {
  const { held } = payment;
  const wrong = refusal === MISMATCH && gatewayId !== undefined;
  const release = wrong ? { release: gatewayId, mismatch: true as const } : {};
  const ended: P = held
    ? { ...payment, status: 'authorized', ...held, held: null, unchanged: refusal }
    : { ...payment, status: 'declined', gatewayId: gatewayId ?? null, refusal };
  return { payment: ended, outcome: 'declined', ...release };
}

function learnCapture<P extends Payment>(payment: P, seen: GatewayPayment): Learned<P> | undefined {
  switch (seen.status) {
    case 'authorized':
      return undefined;
    case 'captured': {
      const { toCapture, currency } = payment;
      if (!sameMoney(seen.captured, { amount: toCapture, currency })) return mismatched(payment, 'failed');
      return { payment: { ...payment, status: 'captured', captured: toCapture }, outcome: 'captured' };
    }
    case 'voided':
      return failed(payment, CANCELLED);
    case 'refused':
      return failed(payment, seen.refusal);
    default:
      return assertNever(seen);
  }
}

/** If a capture without a response had succeeded, the void finds the payment captured. */
function learnVoid<P extends Payment>(payment: P, seen: GatewayPayment): Learned<P> | undefined {
  switch (seen.status) {
    case 'voided':
      return { payment: { ...payment, status: 'voided' }, outcome: 'voided' };
    case 'captured': {
      const { amount, currency } = seen.captured;
      // The service refunds the wrong amount in full, so the outcome of the command is `voided`.
      if (currency !== payment.currency || amount > payment.amount) return mismatched(payment, 'voided');
      const captured = { ...payment, status: 'captured' as const, toCapture: amount, captured: amount };
      return { payment: captured, outcome: 'captured' };
    }
    case 'authorized':
    case 'refused':
      return undefined;
    default:
      return assertNever(seen);
  }
}

function failed<P extends Payment>(payment: P, refusal: Refusal): Learned<P> {
  return { payment: { ...payment, status: 'failed', refusal }, outcome: 'failed' };
}

function mismatched<P extends Payment>(payment: P, outcome: Outcome): Learned<P> {
  const release = present(payment.gatewayId, 'the gateway’s id of the payment');
  return { ...failed(payment, MISMATCH), outcome, release, mismatch: true };
}
