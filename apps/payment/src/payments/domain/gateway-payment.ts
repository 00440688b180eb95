import { type Money, assertNever, sameMoney } from '@waybill/kernel';
import { MISMATCH, type Method, type Outcome, type Payment, type Refusal } from './payment.js';

/** What the gateway says that a payment is, once it can say it. */
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
  /** What the gateway has that is not to be kept, by its id there: an older amount, or one that nobody asked for. */
  readonly letGo?: string;
  /** It is not what was asked for: a person should know. */
  readonly mismatch?: true;
}

/** The payment once the gateway has spoken; undefined when that tells nothing new about the call in flight. */
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
        ...(before === undefined ? {} : { letGo: before }),
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

/** A newer amount that is declined leaves the older one as it was. */
function declined<P extends Payment>(payment: P, refusal: Refusal, gatewayId?: string): Learned<P> {
  const { held } = payment;
  const wrong = refusal === MISMATCH && gatewayId !== undefined;
  const letGo = wrong ? { letGo: gatewayId, mismatch: true as const } : {};
  const ended: P = held
    ? { ...payment, status: 'authorized', ...held, held: null, unchanged: refusal }
    : { ...payment, status: 'declined', gatewayId: gatewayId ?? null, refusal };
  return { payment: ended, outcome: 'declined', ...letGo };
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

/** The gateway may have captured what we believed to be lost: then that is what the payment is. */
function learnVoid<P extends Payment>(payment: P, seen: GatewayPayment): Learned<P> | undefined {
  switch (seen.status) {
    case 'voided':
      return { payment: { ...payment, status: 'voided' }, outcome: 'voided' };
    case 'captured': {
      const { amount, currency } = seen.captured;
      // Given back whole by itself: for who asked, nothing is held any more.
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
  return { ...failed(payment, MISMATCH), outcome, letGo: payment.gatewayId!, mismatch: true };
}
